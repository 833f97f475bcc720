/** Most samples one run may hold. */
export const MAX_SAMPLES = 20_000;
