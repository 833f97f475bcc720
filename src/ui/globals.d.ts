/** Set by vite.config.ts at build time. */
declare const __VERSION__: string;
declare const __COMMIT__: string;
/** Path of the precomputed map of the default system, or null when the site ships none. */
declare const __DEFAULT_MAP__: string | null;
