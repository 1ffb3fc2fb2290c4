import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import { caseIdOf, type EvalCase } from '../../src/evals/dataset/eval-case.ts';
import type { ScorerSpec } from '../../src/evals/scorer/scorer.ts';
import { scorerDigest, scorerFor } from '../../src/evals/scorer/scorer-for.ts';
import { scorerProcesses } from '../../src/models/exec/scorer-processes.ts';
import type { PromptContent } from '../../src/prompt/prompt.ts';
import { bindScorerFiles } from '../../src/workflows/evaluation/scorer-files.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'promptlane-scorers-')));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const PROMPT: PromptContent = { template: 'none', messages: [], parameters: {}, tools: [], guardrails: [] };
const CASE: EvalCase = {
  caseId: caseIdOf({ q: 'x' }, 'yes'),
  id: 'c',
  inputs: { q: 'x' },
  expected: 'yes',
  tags: [],
  label: 'c',
  where: { file: 'd', line: 1, column: 1 },
};

const write = (name: string, text: string) => writeFileSync(join(root, name), text);
const bound = (uses: string, parameters: JsonObject): ScorerSpec => {
  const spec = { id: 's', uses, parameters };
  const binding = bindScorerFiles(spec, root);
  return binding === undefined ? spec : { ...spec, bound: binding };
};

function opened(variables: Record<string, string> = { PATH: process.env.PATH ?? '', SECRET: 'hush' }) {
  const processes = scorerProcesses({ root, variables, signal: new AbortController().signal });
  onTestFinished(() => processes.close());
  return (uses: string, parameters: JsonObject, text = 'yes') =>
    scorerFor(bound(uses, parameters)).score({ text, latencyMs: 1 }, CASE, PROMPT, processes);
}

describe('js', () => {
  test('gives what the function says of answer, case and prompt', async () => {
    write(
      'same.mjs',
      'export default (answer, { expected }) => ({ score: answer.text === expected ? 1 : 0.2, reason: "not " + expected });',
    );
    const score = opened();

    expect(await score('js', { module: 'same.mjs' })).toEqual({ scorer: 's', score: 1, pass: true, reason: 'not yes' });
    expect(await score('js', { module: 'same.mjs' }, 'no')).toEqual({ scorer: 's', score: 0.2, pass: false, reason: 'not yes' });
    expect(await score('js', { module: 'same.mjs', min: 0.1 }, 'no')).toMatchObject({ pass: true });
  });

  const trouble = `
    export const throws = () => { throw new Error('broken'); };
    export const exits = () => process.exit(3);
    export const loops = () => { for (;;); };
    export const waits = () => new Promise(() => {});
    export const odd = () => ({ score: 7 });
    export const nothing = () => undefined;
    export const later = async () => { setTimeout(() => { throw new Error('afterwards'); }); await new Promise(() => {}); };
    export const fine = () => true;
  `;
  test.each([
    ['throws', 'The module failed: broken'],
    ['exits', 'with exit code 3'],
    ['loops', 'gave no verdict within 0.5 s'],
    ['waits', 'gave no verdict within 0.5 s'],
    ['odd', 'a score is a number from 0 to 1'],
    ['nothing', 'nothing that JSON can say'],
    ['later', 'afterwards'],
    ['absent', 'exports no function "absent"'],
  ])('that %s is an error of the scorer, and the next call is answered', async (name, told) => {
    write('trouble.mjs', trouble);
    const score = opened();

    expect(await score('js', { module: 'trouble.mjs', export: name, timeout: '500ms' })).toEqual({
      scorer: 's',
      error: expect.stringContaining(told),
    });
    expect(await score('js', { module: 'trouble.mjs', export: 'fine' })).toMatchObject({ pass: true });
  });

  test('that fills its memory is ended', async () => {
    write(
      'hog.mjs',
      'export default () => { const all = []; for (let i = 0; i < 40; i += 1) all.push(Buffer.alloc(50e6, 1)); return true; }',
    );

    expect(await opened()('js', { module: 'hog.mjs', memory: 64 })).toHaveProperty('error');
  });

  test('has no environment, no file outside of the workspace, and writes none', async () => {
    write(
      'look.mjs',
      `import fs from 'node:fs';
       const denied = (act) => { try { act(); return false; } catch { return true; } };
       export default () => Object.keys(process.env).length === 0
         && denied(() => fs.readFileSync('/proc/self/environ')) && denied(() => fs.readdirSync('/'))
         && denied(() => fs.writeFileSync(${JSON.stringify(join(root, 'written'))}, ''));`,
    );

    expect(await opened()('js', { module: 'look.mjs' })).toEqual({ scorer: 's', score: 1, pass: true });
  });

  test('that hangs keeps no other from its verdict', async () => {
    write('sometimes.mjs', "export default ({ text }) => { if (text === 'hang') for (;;); return true; };");
    const score = opened();
    const texts = ['a', 'hang', 'b', 'c'];

    const results = await Promise.all(texts.map((text) => score('js', { module: 'sometimes.mjs', timeout: '1s' }, text)));

    expect(results.map((result) => 'error' in result)).toEqual([false, true, false, false]);
  });
});

describe('exec', () => {
  const node = (source: string): JsonObject => {
    write('scorer.mjs', `let text = ''; for await (const part of process.stdin) text += part; const input = JSON.parse(text);\n${source}`);
    return { command: [process.execPath, 'scorer.mjs'], timeout: '5s' };
  };

  test('gets answer, case and prompt as JSON, and only the variables that are named', async () => {
    const command = node(
      `console.log(JSON.stringify({ score: 1, reason: [input.schema, input.answer.text, input.case.expected, process.env.SECRET ?? 'none'].join() }));`,
    );
    const score = opened();

    expect(await score('exec', command)).toMatchObject({ reason: 'promptlane/scorer-input/v1,yes,yes,none' });
    expect(await score('exec', { ...command, env: ['SECRET'] })).toMatchObject({ reason: 'promptlane/scorer-input/v1,yes,yes,hush' });
  });

  test.each([
    ["console.error('why not'); process.exit(2)", {}, 'ended with exit code 2: why not'],
    ["console.log('fine')", {}, 'wrote no JSON'],
    ['setInterval(() => {}, 1000)', { timeout: '1s' }, 'gave no verdict within 1 s'],
    ["process.stdout.write('x'.repeat(2e6))", {}, 'wrote more than 1 MB'],
    ['process.stderr.write(process.env.SECRET); process.exit(1)', { env: ['SECRET'] }, 'ended with exit code 1'],
  ])('%s is an error of the scorer', async (source, more, told) => {
    const result = await opened()('exec', { ...node(source), ...more });

    expect(result).toEqual({ scorer: 's', error: expect.stringContaining(told) });
    expect(JSON.stringify(result)).not.toContain('hush');
  });

  test('that cannot be found is an error of the scorer', async () => {
    expect(await opened()('exec', { command: ['no-such-program-here'] })).toHaveProperty('error', expect.stringContaining('127'));
  });
});

describe('the digest of a scorer', () => {
  test('follows its module and what that imports', () => {
    write('a.mjs', "import { limit } from './b.mjs'; export default () => limit;");
    write('b.mjs', 'export const limit = 1;');
    const digest = () => scorerDigest(bound('js', { module: 'a.mjs' }));
    const before = digest();
    write('b.mjs', 'export const limit = 0;');

    expect(digest()).not.toBe(before);
  });

  test('follows the files that a command names', () => {
    write('c.py', 'print(1)');
    const digest = () => scorerDigest(bound('exec', { command: ['python3', 'c.py', '--strict'] }));
    const before = digest();
    write('c.py', 'print(0)');

    expect(digest()).not.toBe(before);
  });

  test.each(['absent.mjs', '../outside.mjs', 'link.mjs'])('is refused for %s: no file of the workspace', (module) => {
    const outside = join(root, '..', `${root.split('/').at(-1)}-outside.mjs`);
    writeFileSync(outside, 'export default () => true;');
    rmSync(join(root, 'link.mjs'), { force: true });
    symlinkSync(outside, join(root, 'link.mjs'));
    onTestFinished(() => rmSync(outside));

    expect(() => bound('js', { module })).toThrow(expect.objectContaining({ code: 'suite-invalid' }));
    expect(readFileSync(outside, 'utf8')).toContain('export');
  });
});
