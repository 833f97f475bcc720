/** Most samples one run may hold, the one at t = 0 included. */
export const MAX_SAMPLES = 20_000;

/** Most sites of a wave function, whose basis states are the bits of a 32-bit integer. */
export const MAX_WAVE_FUNCTION_SITES = 30;
