import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fix } from '../../src/workflows/authoring/fix.ts';
import { formatFiles } from '../../src/workflows/authoring/format.ts';
import { listSources } from '../../src/workspace/files/list-sources.ts';

let root: string;
const path = (name: string) => join(root, name);
const text = (name: string) => readFileSync(path(name), 'utf8');
const write = (name: string, content: string) => {
  mkdirSync(join(path(name), '..'), { recursive: true });
  writeFileSync(path(name), content);
};
const sources = () =>
  listSources({ root, config: { prompts: ['prompts'], evals: ['evals'], rollouts: 'rollouts', monitors: 'monitors' } as never });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'promptlane-repair-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const BROKEN =
  '\uFEFF# top\r\nmodle:  gpt   # m\r\nmessages:\r\n    - { role: sytem, content: "{{x}}" }\r\n    - role: user\r\n      content: {{ y }}\r\ntags: [a]\r\n';

describe('fix', () => {
  const run = async (paths: string[] = []) => fix({ paths, directory: root }, { root, sources: await sources(), environments: [] });

  test('makes repairs until none is left, and changes nothing else', async () => {
    write('prompts/a.prompt.yaml', BROKEN);
    const { fixed, errors, diagnostics } = await run();
    expect(fixed.map(({ rule }) => rule)).toEqual(['yaml-unquoted-template', 'unknown-key', 'wrong-value']);
    expect({ errors, diagnostics }).toEqual({ errors: 0, diagnostics: [] });
    expect(text('prompts/a.prompt.yaml')).toBe(BROKEN.replace('modle', 'model').replace('sytem', 'system').replace('{{ y }}', "'{{ y }}'"));
    expect((await run()).fixed).toEqual([]);
    expect(readdirSync(path('prompts'))).toEqual(['a.prompt.yaml']);
  });

  test('repairs what was named, also outside the prompt roots, and nothing else', async () => {
    write('prompts/a.prompt.yaml', BROKEN);
    write('elsewhere/b.yml', BROKEN);
    const { fixed } = await run(['elsewhere/b.yml']);
    expect(new Set(fixed.map(({ file }) => file))).toEqual(new Set(['elsewhere/b.yml']));
    expect(text('prompts/a.prompt.yaml')).toBe(BROKEN);
    expect(text('elsewhere/b.yml')).toContain('model:  gpt   # m');
  });

  test('leaves a file alone that changed on the disk meanwhile', async () => {
    write('prompts/a.prompt.yaml', BROKEN);
    const before = await sources();
    write('prompts/a.prompt.yaml', 'mine\n');
    const racing = fix({ paths: [], directory: root }, { root, sources: before, environments: [] });
    await expect(racing).rejects.toMatchObject({ code: 'write-raced' });
    expect(text('prompts/a.prompt.yaml')).toBe('mine\n');
  });
});

describe('format', () => {
  const run = async (isCheck: boolean, paths: string[] = []) =>
    formatFiles({ paths, directory: root, isCheck }, { root, sources: await sources() });

  beforeEach(() => {
    write('prompts/a.prompt.yaml', 'messages:\n- role: user\n  content: Hi\nmodel: m # c\n');
    write('prompts/b.prompt.yaml', 'messages: [\n');
    write('prompts/c.partial.md', 'As   it is  \n\n\n\n');
    write('prompts/d.guardrail.yaml', "checks:\n- {uses: contains, value: 'x'}\nname: D\n");
  });

  test('says with `check` what would change, and changes nothing', async () => {
    const before = text('prompts/a.prompt.yaml');
    const outcome = await run(true);
    expect(outcome).toMatchObject({ changed: ['prompts/a.prompt.yaml', 'prompts/d.guardrail.yaml'], unchanged: 0 });
    expect(outcome.left.map(({ file }) => file)).toEqual(['prompts/b.prompt.yaml']);
    expect(text('prompts/a.prompt.yaml')).toBe(before);
  });

  test('lays out each file that can be, once', async () => {
    await run(false);
    expect(text('prompts/a.prompt.yaml')).toBe('model: m # c\nmessages:\n  - role: user\n    content: Hi\n');
    expect(text('prompts/d.guardrail.yaml')).toBe('name: D\nchecks:\n  - { uses: contains, value: "x" }\n');
    expect(text('prompts/b.prompt.yaml')).toBe('messages: [\n');
    expect(text('prompts/c.partial.md')).toBe('As   it is  \n\n\n\n');
    expect(await run(false)).toMatchObject({ changed: [], unchanged: 2 });
  });

  test('lays out what was named', async () => {
    expect((await run(false, ['prompts/d.guardrail.yaml'])).changed).toEqual(['prompts/d.guardrail.yaml']);
    await expect(run(false, ['nowhere'])).rejects.toMatchObject({ code: 'file-unreadable' });
  });
});
