/** Bundles programs of src/ as ES modules with splitting, so that a command loads only what it runs. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { reportPage } from './esbuild.page.mjs';

// The package's Node build asks process.env at every token, a fifth of all reading; its other build is the same code without that.
const yamlWithoutLogging = fileURLToPath(new URL('browser/index.js', import.meta.resolve('yaml/package.json')));

/** Packages that few runs use; built into files of their own, which are loaded where one of their exports is first touched. */
const ON_FIRST_USE = { liquidjs: 'liquidjs', re2js: 're2js', 'string-width': 'string-width', yaml: yamlWithoutLogging };

/** Stands in for a package by getters that `require` it: imports stay as they are, and synchronous. */
const loadOnFirstUse = {
  name: 'load-on-first-use',
  setup({ onResolve, onLoad }) {
    const filter = new RegExp(`^(?:${Object.keys(ON_FIRST_USE).join('|')})$`);
    onResolve({ filter }, ({ path }) => ({ path, namespace: 'on-first-use' }));
    // From dist/chunks, where the getters are, to dist/packages.
    onResolve({ filter: /^\.\.\/packages\//, namespace: 'on-first-use' }, ({ path }) => ({ path, external: true }));
    onLoad({ filter, namespace: 'on-first-use' }, async ({ path }) => {
      const load = `let it; const load = () => (it ??= require(${JSON.stringify(`../packages/${path}.cjs`)}));`;
      const exported = await import(path);
      const getters = Object.keys(exported).map((name) => `get ${name}() { return load().${name}; }`);
      // Node takes the whole of such a module for its default.
      const all = typeof exported.default === 'function' ? '(...args) => load().default(...args)' : `{ ${getters.join(', ')} }`;
      return { contents: `${load} module.exports = ${all};`, loader: 'js' };
    });
  },
};

/** The server's packages stay as installed (native code, plug-ins); typescript is cosmiconfig's loader that is never used. */
const EXTERNAL = ['typescript', '@photostructure/sqlite', 'fastify', '@fastify/*', 'fastify-type-provider-zod', 'pg', 'node:sqlite'];

/**
 * The files of a bundle, by their names below its folder.
 *
 * The same sources give the same bytes on every machine: no path of a machine is in them, and no time.
 */
export async function programFiles({ entryPoints, chunks = 'chunks', minify = false, plugins = [] }) {
  const shared = {
    absWorkingDir: fileURLToPath(new URL('.', import.meta.url)),
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    minify,
    minifySyntax: true,
    // The tables of tokens are letters of all scripts: escaped, they are a third longer.
    charset: 'utf8',
    legalComments: 'linked',
    logLevel: 'warning',
    outdir: OUT,
    write: false,
  };
  const packages = await build({
    ...shared,
    entryPoints: ON_FIRST_USE,
    entryNames: 'packages/[name]',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
  });
  const page = await reportPage();
  const programs = await build({
    ...shared,
    entryPoints,
    define: { EVAL_PAGE_SCRIPT: JSON.stringify(page.script), EVAL_PAGE_STYLE: JSON.stringify(page.style) },
    chunkNames: `${chunks}/[name]-[hash]`,
    splitting: true,
    format: 'esm',
    plugins: [loadOnFirstUse, ...plugins],
    external: EXTERNAL,
    // CommonJS packages inside the bundle call require.
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  const start = join(shared.absWorkingDir, OUT).length + 1;
  return new Map([...packages.outputFiles, ...programs.outputFiles].map(({ path, contents }) => [path.slice(start), contents]));
}

/** Nothing is written there; esbuild wants a name. */
const OUT = 'dist';

/** Puts files in a folder in place of all that was in it. */
export function replaceFolder(folder, files) {
  rmSync(folder, { recursive: true, force: true });
  for (const [name, contents] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), contents);
  }
}
