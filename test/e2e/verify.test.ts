import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { runHere, succeed } from '../support/command-line.ts';
import { verifyWorkspace } from '../support/in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const GREET = 'prompts/greet.prompt.yaml';
const TONE = 'prompts/shared/tone.partial.md';
/** Every position in `npm run soak`; a share of them, other ones in each file, in the gate. */
const STEP = process.env.PROMPTLANE_SOAK ? 1 : 5;

/** What one changed byte came to. */
interface Verdict {
  readonly isOk: boolean;
  /** The prompts and files that are named. */
  readonly named: readonly string[];
}

let workspace: TemporaryWorkspace;
beforeAll(async () => {
  workspace = temporaryWorkspace({
    [GREET]: `# A remark, which no model sees.\ndescription: Greets.\n${promptText('You greet people.')}`,
  });
  await succeed(['lock'], { cwd: workspace.path });
  workspace.commit({}, 'Lock');
});

/** Verifies with one byte of a file changed, and puts it back. */
async function verdictOn(file: string, position: number, mask: number): Promise<Verdict> {
  const path = join(workspace.path, file);
  const bytes = readFileSync(path);
  writeFileSync(path, flipped(bytes, position, mask));
  try {
    const { isOk, verdicts } = await verifyWorkspace(workspace);
    return { isOk, named: verdicts.filter(({ status }) => status !== 'ok').map(({ prompt }) => prompt) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { isOk: false, named: [error.where?.file ?? error.message] };
  } finally {
    writeFileSync(path, bytes);
  }
}

function flipped(bytes: Buffer, position: number, mask: number): Buffer {
  const changed = Buffer.from(bytes);
  changed[position] = (bytes[position] ?? 0) ^ mask;
  return changed;
}

/** The bytes of the first text, in the file, that the pattern finds. */
function rangeOf(file: string, pattern: RegExp): { readonly start: number; readonly end: number } {
  const found = pattern.exec(workspace.text(file) ?? '');
  if (!found) throw new Error(`${pattern} is not in ${file}`);
  return { start: found.index, end: found.index + found[0].length };
}

/** Changes bytes all over a file and gives the positions whose change passed as ok, with the names that the others came to. */
async function sweep(file: string, mask: number): Promise<{ passed: number[]; named: Set<string> }> {
  const { length } = readFileSync(join(workspace.path, file));
  const passed: number[] = [];
  const named = new Set<string>();
  for (let position = mask % STEP; position < length; position += STEP) {
    const verdict = await verdictOn(file, position, mask);
    expect(verdict.isOk, `says what is wrong at byte ${position}`).toBe(verdict.named.length === 0);
    if (verdict.isOk) passed.push(position);
    for (const name of verdict.named) named.add(name);
  }
  return { passed, named };
}

describe.each([1, 32])('a byte changed by %i', (mask) => {
  test('in the lockfile is named, unless it is in the comment', async () => {
    const { passed, named } = await sweep('promptlane.lock', mask);
    const comment = rangeOf('promptlane.lock', /^#.*/);
    expect(passed.filter((position) => position >= comment.end)).toEqual([]);
    expect([...named]).toEqual(expect.arrayContaining(['greet', 'answer', 'promptlane.lock']));
  });

  test('in a prompt is named, unless no model sees it', async () => {
    const { passed, named } = await sweep(GREET, mask);
    const unseen = rangeOf(GREET, /^#.*\ndescription: .*\n/);
    // To YAML, `True` is `true`.
    const sameInCapitals = rangeOf(GREET, /true/).start;
    expect(passed.filter((position) => position >= unseen.end && position !== sameInCapitals)).toEqual([]);
    expect([...named].filter((name) => name !== GREET)).toEqual(['greet']);
  });

  test('in a partial names every prompt that uses it', async () => {
    const { passed, named } = await sweep(TONE, mask);
    expect(passed).toEqual([]);
    expect([...named].filter((name) => name !== TONE).sort()).toEqual(['answer', 'greet']);
  });
});

describe('verify says', () => {
  const drifted = (file: string, pattern: RegExp) => {
    const path = join(workspace.path, file);
    const before = readFileSync(path);
    writeFileSync(path, flipped(before, rangeOf(file, pattern).end - 1, 1));
    return () => writeFileSync(path, before);
  };

  test.each<[file: string, pattern: RegExp, stdout: RegExp]>([
    ['promptlane.lock', /greet:\n\s+digest: sha256:.{9}/, /✗ development greet tampered\n {4}"greet" is pinned as .*its text gives/],
    ['promptlane.lock', /greet:\n.*\n\s+blob: .{9}/, /✗ development greet missing-source\n {4}The text of "greet"/],
    ['promptlane.lock', /greet:[\s\S]*?shared\/tone:[\s\S]*?sha256:.{9}/, /✗ development greet tampered\n {4}"shared\/tone" is pinned as/],
    [GREET, /You greet/, /✗ development greet drift\n {4}"greet" is .* in the tree, and/],
    [TONE, /Answer/, /✗ development answer stale-partial\n[\s\S]*✗ development greet stale-partial\n[\s\S]*"shared\/tone"/],
  ])('what is wrong after a change in %s at %s', async (file, pattern, stdout) => {
    const restore = drifted(file, pattern);
    expect(await runHere(['verify'], { cwd: workspace.path })).toMatchObject({ exitCode: 4, stdout: expect.stringMatching(stdout) });
    restore();
    await succeed(['verify'], { cwd: workspace.path });
  });

  test('tampered when the object of a pinned text in git is another text', async () => {
    const other = temporaryWorkspace();
    await succeed(['lock'], { cwd: other.path });
    other.commit({}, 'Lock');
    const blob = other.git('rev-parse', `HEAD:${GREET}`);
    // The tree moves on, so that the pinned text is in git alone.
    other.write({ [GREET]: promptText('You greet people twice.') });
    const text = promptText('You insult people.');
    const object = join(other.path, '.git/objects', blob.slice(0, 2), blob.slice(2));
    rmSync(object);
    writeFileSync(object, deflateSync(`blob ${Buffer.byteLength(text)}\0${text}`));

    expect(await runHere(['verify'], { cwd: other.path })).toMatchObject({
      exitCode: 4,
      stdout: expect.stringMatching(/✗ development greet (tampered|missing-source)\n/),
    });
  });
});
