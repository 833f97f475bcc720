/** Most samples one run may hold, the one at t = 0 included. */
export const MAX_SAMPLES = 20_000;

/** Most sites of `closureResidual`: at 10, the exact three-particle matrix takes seconds at every sample. */
export const MAX_CLOSURE_SITES = 10;

/** Most sites of a wave function, whose basis states are the bits of a 32-bit integer. */
export const MAX_WAVE_FUNCTION_SITES = 30;
