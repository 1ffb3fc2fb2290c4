import { Chalk } from 'chalk';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../base/digest.ts';
import { diffVersions } from '../../../prompt/diff/diff-versions.ts';
import { sharedChanges } from '../../../prompt/diff/shared-changes.ts';
import type { Message, PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { DiffOutcome } from '../../../workflows/compare/diff.ts';
import { type DiffView, diffView, patchText } from './diff.ts';
import { diffDocument } from './diff-document.ts';

const plain = new Chalk({ level: 0 });
const colored = new Chalk({ level: 1 });

const user = (content: string): Message => ({ role: 'user', content });
function version(id: string, content: string, tone = 'Be kind.\n'): PromptVersion {
  const partial = { template: 'liquid' as const, text: tone };
  return {
    id: id as PromptId,
    digest: digestOf([id, content, tone]),
    content: { template: 'liquid', messages: [user(content)], parameters: {}, tools: [], guardrails: [] },
    partials: new Map([['shared/tone' as PromptId, { digest: digestOf(tone), content: partial }]]),
    guardrailSets: new Map(),
  };
}
function outcome(...pairs: [PromptVersion | undefined, PromptVersion | undefined][]): DiffOutcome {
  const prompts = pairs.map(([before, after]) => diffVersions(before, after));
  return {
    before: 'production',
    after: 'working tree',
    prompts,
    shared: sharedChanges(prompts),
    renamed: new Map(),
    unreadable: new Map(),
  };
}
const shown = (view: DiffView, diff: DiffOutcome, { color = plain, width = 60, context = 3 } = {}) =>
  diffView(view, diff, { color, width, context });

const SHORT = digestOf('Be kind.\n').slice(7, 19);
const LONG = digestOf('Be very kind.\n').slice(7, 19);
const tone = outcome(
  [version('one', 'Hi'), version('one', 'Hi', 'Be very kind.\n')],
  [version('two', 'Hi'), version('two', 'Hi', 'Be very kind.\n')],
);

describe('a change of a partial', () => {
  test.each(['words', 'stat', 'side-by-side'] as const)('is shown once in %s, with the prompts that it reaches', (view) => {
    const text = shown(view, tone);
    expect(text.split('\n')[0]).toBe(`partial shared/tone  ${SHORT} → ${LONG}`);
    expect(text).toContain('  reaches one, two\n');
    expect(text.match(/very|1 word added/g)).toHaveLength(1);
    expect(text).toMatch(/production → working tree: 2 prompts changed only through what they share\.$/);
  });

  test('is told once in JSON too, and named by each prompt', () => {
    const { prompts, partials } = diffDocument.parse(JSON.parse(shown('json', tone)));
    expect(partials).toMatchObject([{ id: 'shared/tone', reaches: ['one', 'two'], words: [{}, { kind: 'added', text: 'very ' }, {}] }]);
    expect(prompts.map((prompt) => prompt.partials.map(({ id }) => id))).toEqual([['shared/tone'], ['shared/tone']]);
    expect(prompts[0]?.partials[0]).not.toHaveProperty('words');
  });
});

describe('two columns', () => {
  test('stand line beside line, with numbers and signs', () => {
    const diff = outcome([version('one', 'first\nsay hello\nlast'), version('one', 'first\nnew\nsay hi\nlast')]);
    expect(shown('side-by-side', diff).split('\n').slice(1, 7)).toEqual([
      '  production                  │ working tree',
      '  message 1 (user) changed',
      '  1   first                   │ 1   first',
      '                              │ 2 + new',
      '  2 - say [-hello-]           │ 3 + say {+hi+}',
      '  3   last                    │ 4   last',
    ]);
  });

  const WIDE = outcome([
    version('one', '你好世界，今天天气很好。 👨‍👩‍👧 cafe\u0301 tail\tx\n'.repeat(3)),
    version('one', '你好新世界，今天天气不错。 👨‍👩‍👦 cafe\u0301 tail\ty\n'.repeat(3)),
  ]);
  test.each([40, 60, 80, 120, 200])('are never wider than %s columns, and their middle is one line', (width) => {
    for (const color of [plain, colored]) {
      const lines = shown('side-by-side', WIDE, { width, color })
        .split('\n')
        .filter((line) => line.includes('│'));
      const middles = new Set(lines.map((line) => stringWidth(line.slice(0, line.indexOf('│')))));
      expect(lines.every((line) => stringWidth(line) <= width)).toBe(true);
      expect(middles.size).toBe(1);
    }
  });

  test('have colours only when colour is on, and marks only when it is off', () => {
    expect(shown('side-by-side', WIDE)).not.toContain('\u001b');
    expect(shown('side-by-side', WIDE)).toContain('{+新+}');
    expect(shown('side-by-side', WIDE, { color: colored })).toContain('\u001b[');
    expect(shown('side-by-side', WIDE, { color: colored })).not.toMatch(/\{\+|\[-/);
  });

  test('leave out lines far from a change', () => {
    const text = (mark: string) => Array.from({ length: 30 }, (_, index) => (index === 15 ? mark : `line ${index}`)).join('\n');
    const diff = outcome([version('one', text('a')), version('one', text('b'))]);
    expect(shown('side-by-side', diff, { context: 1 })).toContain('… 14 unchanged lines');
    expect(shown('side-by-side', diff, { context: 100 })).not.toContain('…');
  });
});

describe('texts that share nothing', () => {
  const words = (letter: string) => Array.from({ length: 30_000 }, (_, index) => `${letter}${index}`).join(' ');
  const diff = outcome([version('one', words('a')), version('one', words('b').replaceAll('0 ', '0\n'))]);

  test.each(['words', 'side-by-side'] as const)('of 200 kB are shown in time in %s, which says how they were compared', (view) => {
    const started = process.cpuUsage();
    expect(shown(view, diff)).toMatch(/compared (by line|as wholes): the texts have too little in common/);
    expect(process.cpuUsage(started).user).toBeLessThan(10_000_000);
  });

  test('are marked as such in JSON', () => {
    expect(shown('json', diff)).toMatch(/"comparedBy": "(line|text)"/);
  });
});

test('renames and prompts that cannot be compared are told', () => {
  const diff = {
    ...outcome(),
    renamed: new Map([['old', 'new']] as [PromptId, PromptId][]),
    unreadable: new Map([['bad', 'prompts/bad.prompt.yaml:1:1: messages is missing.']] as [PromptId, string][]),
  };
  expect(shown('words', diff)).toBe(
    'old → new  renamed, otherwise the same\n\nbad  not compared: invalid in production\n  prompts/bad.prompt.yaml:1:1: messages is missing.\n\nproduction → working tree: 2 prompts: 1 renamed, 1 unreadable.',
  );
});

test('a patch for the eyes cannot command the terminal', () => {
  expect(patchText('+a\u001b[2J\n-b\n', { color: plain })).toBe('+a\\u{1b}[2J\n-b\n');
});
