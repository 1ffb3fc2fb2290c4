/** Builds dist/: the command line. */
import { programFiles, replaceFolder } from './esbuild.program.mjs';

// Only a build that succeeded replaces the one before.
replaceFolder('dist', await programFiles({ entryPoints: { 'cli/main': 'src/cli/main.ts' } }));
