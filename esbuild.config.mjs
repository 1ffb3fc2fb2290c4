/** Builds dist/: the CLI as ES modules with splitting, so that a command loads only what it runs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// The package's Node build asks process.env at every token, a fifth of all reading; its other build is the same code without that.
const yamlWithoutLogging = fileURLToPath(new URL('browser/index.js', import.meta.resolve('yaml/package.json')));

const { outputFiles } = await build({
  entryPoints: { 'cli/main': 'src/cli/main.ts' },
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  legalComments: 'linked',
  // The server's packages stay as installed (native code, plug-ins); typescript is cosmiconfig's loader that is never used.
  external: ['typescript', '@photostructure/sqlite', 'fastify', '@fastify/*', 'fastify-type-provider-zod', 'node:sqlite'],
  alias: { yaml: yamlWithoutLogging },
  // CommonJS packages inside the bundle call require.
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  logLevel: 'warning',
  write: false,
});

// Only a build that succeeded replaces the one before.
rmSync('dist', { recursive: true, force: true });
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents);
}
