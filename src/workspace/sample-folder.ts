/** The sample project that `init` copies and `demo` plays; two folders up from here and from dist/chunks/ alike. */
export const SAMPLE_FOLDER = new URL('../../fixtures/workspaces/support/', import.meta.url);
