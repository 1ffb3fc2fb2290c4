/** Builds dist/: the command line, what git's hooks run, and the client for applications. */
import { programFiles, replaceFolder } from './esbuild.program.mjs';
import { clientFiles } from './esbuild.sdk.mjs';

// The hook is built by itself, so that what every commit loads lies in a few files: among the others it would be in dozens.
const [commandLine, hook, client] = await Promise.all([
  programFiles({ entryPoints: { 'cli/main': 'src/cli/main.ts' } }),
  programFiles({ entryPoints: { 'hook/main': 'src/cli/hook/hook-main.ts' }, chunks: 'hook' }),
  clientFiles(),
]);
// Only a build that succeeded replaces the one before.
replaceFolder('dist', new Map([...commandLine, ...hook, ...client]));
