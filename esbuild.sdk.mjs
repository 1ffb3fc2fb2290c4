/** Builds the client for applications: each module by itself, so that whoever bundles it takes only what is used. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('.', import.meta.url));
/** What the package's entries are made of. */
export const CLIENT_ENTRIES = ['src/sdk/index.ts', 'src/sdk/node/index.ts'];
/** Where they are put, below dist. */
export const CLIENT_FOLDER = 'modules';

const SHARED = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'neutral',
  format: 'esm',
  target: 'es2023',
  charset: 'utf8',
  logLevel: 'warning',
  outbase: 'src',
  outdir: CLIENT_FOLDER,
  write: false,
};

/** Leaves every import as it is, but for the ending of our own files. */
const importScripts = {
  name: 'import-scripts',
  setup({ onResolve }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      kind === 'entry-point' ? undefined : { path: path.replace(/\.ts$/, '.js'), external: true },
    );
  },
};

/** The modules of the client, by their names below dist. */
export async function clientFiles() {
  const { metafile } = await build({ ...SHARED, entryPoints: CLIENT_ENTRIES, packages: 'external', metafile: true });
  const { outputFiles } = await build({ ...SHARED, entryPoints: Object.keys(metafile.inputs), plugins: [importScripts] });
  return new Map(outputFiles.map(({ path, contents }) => [path.slice(ROOT.length), contents]));
}
