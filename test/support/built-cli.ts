import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BUILT = join(ROOT, 'dist/cli/main.js');

/** Builds the CLI for the tests that run it, unless what is built is newer than all that it is built from. */
export function setup(): void {
  if (builtAt() >= newestSourceAt()) return;
  execFileSync(process.execPath, [join(ROOT, 'esbuild.config.mjs')], { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] });
}

function builtAt(): number {
  return statSync(BUILT, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function newestSourceAt(): number {
  const entries = readdirSync(join(ROOT, 'src'), { recursive: true, withFileTypes: true });
  const sources = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name));
  const builders = ['esbuild.config.mjs', 'esbuild.program.mjs', 'esbuild.page.mjs'].map((file) => join(ROOT, file));
  const files = [...sources, ...builders, join(ROOT, 'package-lock.json')];
  return Math.max(...files.map((file) => statSync(file).mtimeMs));
}
