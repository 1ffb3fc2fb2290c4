import { fileURLToPath } from 'node:url';

/** The executable of this program: two folders up from src/cli/, dist/cli/ and dist/chunks/ alike, then into bin/. */
export const EXECUTABLE = fileURLToPath(new URL('../../bin/promptlane.js', import.meta.url));
