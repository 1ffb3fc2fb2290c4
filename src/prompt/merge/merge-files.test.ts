import { describe, expect, test } from 'vitest';
import { type FilesToMerge, mergeFiles } from './merge-files.ts';

const BASE = `# Greets.
model: openai/gpt-4o-mini   # cheap
modelParameters: { temperature: 0.2, max_tokens: 100 }
messages:
  - role: system
    content: |-
      You greet people. Be kind.
      Answer in English.
  - role: user
    content: "{{ question }}"
tags: [greeting]
`;

const merge = (ours: string, theirs: string, more: Partial<FilesToMerge> = {}) =>
  mergeFiles({ kind: 'prompt', file: 'greet.prompt.yaml', base: BASE, ours, theirs, ...more });
const edited = (...changes: readonly (readonly [string, string])[]) =>
  changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, BASE);

describe('mergeFiles', () => {
  test('takes what they changed into ours and leaves every other byte', () => {
    const ours = edited(['# Greets.', '# Greets whoever comes.'], ['temperature: 0.2', 'temperature: 0.5']);
    const theirs = edited(['Be kind.', 'Be brief.'], ['tags: [greeting]', 'tags: [greeting, web]']);
    expect(merge(ours, theirs)).toEqual({
      kind: 'merged',
      text: ours.replace('Be kind.', 'Be brief.').replace('tags: [greeting]', 'tags: [greeting, web]'),
    });
  });

  test('brings edits of different sentences of one line together, and calls two of one sentence a conflict', () => {
    const ours = edited(['You greet people.', 'You welcome people.']);
    expect(merge(ours, edited(['Be kind.', 'Be brief.']))).toMatchObject({
      kind: 'merged',
      text: edited(['You greet people.', 'You welcome people.'], ['Be kind.', 'Be brief.']),
    });
    expect(merge(ours, edited(['You greet people.', 'You greet customers.']))).toMatchObject({
      kind: 'conflict',
      conflicts: [
        { path: ['messages', 0, 'content'], base: 'You greet people. ', ours: 'You welcome people. ', theirs: 'You greet customers. ' },
      ],
    });
  });

  test('tells conflicts field by field, and gives the text of whoever is preferred', () => {
    const ours = edited(['temperature: 0.2', 'temperature: 0.5'], ['gpt-4o-mini', 'gpt-4o']);
    const theirs = edited(['temperature: 0.2', 'temperature: 0.9'], ['model: openai/gpt-4o-mini   # cheap\n', '']);
    const told = merge(ours, theirs);
    expect(told).toMatchObject({
      kind: 'conflict',
      text: ours,
      conflicts: [
        { path: ['model'], base: 'openai/gpt-4o-mini', ours: 'openai/gpt-4o' },
        { path: ['modelParameters', 'temperature'], base: 0.2, ours: 0.5, theirs: 0.9 },
      ],
    });
    expect(mergeFiles({ kind: 'prompt', file: 'a', base: BASE, ours, theirs }, 'theirs')).toMatchObject({
      kind: 'conflict',
      text: theirs,
    });
  });

  test('knows a parameter in another spelling', () => {
    const theirs = edited(['max_tokens: 100', 'maxTokens: 300']);
    expect(merge(edited(['temperature: 0.2', 'temperature: 0']), theirs)).toMatchObject({
      text: edited(['temperature: 0.2', 'temperature: 0'], ['max_tokens: 100', 'max_tokens: 300']),
    });
  });

  test('keeps messages that either side added, and asks where both added one in the same place', () => {
    const user = '  - role: user\n';
    const shot = (text: string) => `  - role: assistant\n    content: ${text}\n`;
    const ours = edited([user, `${shot('Hello!')}${user}`]);
    const theirs = edited(['tags:', `${shot('Bye!')}tags:`]);
    expect(merge(ours, theirs)).toMatchObject({ kind: 'merged', text: ours.replace('tags:', `${shot('Bye!')}tags:`) });
    expect(merge(ours, edited([user, `${shot('Hi there, friend.')}${user}`]))).toMatchObject({
      kind: 'conflict',
      conflicts: [{ path: ['messages'], ours: [{ content: 'Hello!' }], theirs: [{ content: 'Hi there, friend.' }] }],
    });
  });

  test('keeps the tags of both', () => {
    const result = merge(edited(['[greeting]', '[greeting, cli]']), edited(['[greeting]', '[greeting, web]']));
    expect(result).toMatchObject({ kind: 'merged', text: edited(['[greeting]', '[greeting, cli, web]']) });
  });

  test('takes a message that one deleted and the other changed for a conflict', () => {
    const without = BASE.replace(/ {2}- role: user\n.*\n/, '');
    const changed = edited(['"{{ question }}"', '"Please: {{ question }}"']);
    expect(merge(without, changed)).toMatchObject({ kind: 'conflict', conflicts: [{ base: { role: 'user' }, theirs: { role: 'user' } }] });
    expect(merge(changed, without)).toMatchObject({ kind: 'conflict', conflicts: [{ path: ['messages', 1], ours: { role: 'user' } }] });
  });

  test('puts a new property of a schema where they put it', () => {
    const schema = (...names: string[]) =>
      `messages: []\njsonSchema:\n  schema:\n    type: object\n    properties:\n${names.map((name) => `      ${name}: { type: string }\n`).join('')}`;
    const sides = { base: schema('a', 'b'), ours: schema('a', 'b', 'z'), theirs: schema('a', 'middle', 'b') };
    expect(merge(sides.ours, sides.theirs, sides)).toMatchObject({ kind: 'merged', text: schema('a', 'middle', 'b', 'z') });
    expect(merge(schema('b', 'a', 'z'), schema('a', 'z', 'b'), { base: schema('a', 'b', 'z') })).toMatchObject({ kind: 'conflict' });
  });

  test('merges a partial as a text, with the line ends and the mark of ours', () => {
    const sides = { kind: 'partial' as const, base: 'Be kind.\nBe brief.\n' };
    const ours = '\uFEFFBe kind.\r\nBe brief. Really.\r\n';
    expect(merge(ours, 'Be very kind.\nBe brief.\n', sides)).toEqual({
      kind: 'merged',
      text: '\uFEFFBe very kind.\r\nBe brief. Really.\r\n',
    });
    expect(merge('Be nice.\nBe brief.\n', 'Be very kind.\nBe brief.\n', sides)).toMatchObject({
      kind: 'conflict',
      conflicts: [{ path: [], base: 'Be kind.\n', ours: 'Be nice.\n', theirs: 'Be very kind.\n' }],
    });
  });

  test('says which side cannot be read', () => {
    expect(merge('messages: [', BASE)).toMatchObject({ kind: 'unreadable', side: 'ours' });
    expect(merge(BASE, '- a list\n')).toMatchObject({ kind: 'unreadable', side: 'theirs' });
  });
});
