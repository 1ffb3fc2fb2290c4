/**
 * Builds .github/action/, or the folder that is given: the GitHub Action with the command line that it runs.
 *
 * It is committed, because a runner takes an action as it is in Git and installs nothing.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { programFiles, replaceFolder } from './esbuild.program.mjs';

const root = (path) => fileURLToPath(new URL(path, import.meta.url));

/** A registry needs packages with native code, the demo needs a registry, and `init` needs the files of a sample. */
const withoutParts = {
  name: 'without-parts',
  setup({ onResolve }) {
    onResolve({ filter: /\/(?:wiring\/serve|play-demo|authoring\/init|database\/maintain)\.ts$/ }, () => ({
      path: root('src/action/absent-parts.ts'),
    }));
  },
};

/** What the package's own does besides, finding an old Node and the shortest way to the hook, a step needs not. */
const EXECUTABLE = `import { main } from '../dist/cli/main.js';
process.exitCode = await main(process.argv.slice(2));
`;

const programs = await programFiles({
  entryPoints: { 'action/main': 'src/action/main.ts', 'cli/main': 'src/cli/main.ts' },
  minify: true,
  plugins: [withoutParts],
});
const { version, license } = JSON.parse(readFileSync(root('package.json'), 'utf8'));
replaceFolder(
  process.argv[2] ?? root('.github/action'),
  new Map([
    ['package.json', `${JSON.stringify({ name: 'promptlane-action', version, license, private: true, type: 'module' }, null, 2)}\n`],
    ['bin/promptlane.js', EXECUTABLE],
    ...[...programs].map(([name, contents]) => [`dist/${name}`, contents]),
  ]),
);
