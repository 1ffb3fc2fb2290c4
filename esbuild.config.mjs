/** Builds dist/: the command line, and what git's hooks run. */
import { programFiles, replaceFolder } from './esbuild.program.mjs';

// The hook is built by itself, so that what every commit loads lies in a few files: among the others it would be in dozens.
const [commandLine, hook] = await Promise.all([
  programFiles({ entryPoints: { 'cli/main': 'src/cli/main.ts' } }),
  programFiles({ entryPoints: { 'hook/main': 'src/cli/hook/hook-main.ts' }, chunks: 'hook' }),
]);
// Only a build that succeeded replaces the one before.
replaceFolder('dist', new Map([...commandLine, ...hook]));
