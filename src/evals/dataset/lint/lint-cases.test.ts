import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import { caseReader } from '../case-reader.ts';
import { CaseCollection } from '../collection/case-collection.ts';
import { lintCases } from './lint-cases.ts';

interface Row {
  readonly inputs?: JsonObject;
  readonly turns?: string[];
  readonly expected?: Json;
  readonly tags?: string[];
}

function lint(rows: readonly Row[], texts: readonly string[] = []) {
  const content = { messages: texts.map((one) => ({ role: 'system', content: one })) };
  const version = { id: 'triage', content, partials: new Map() } as unknown as PromptVersion;
  const reader = caseReader('d.jsonl', 'jsonl');
  const collection = new CaseCollection();
  const linting = lintCases([version]);
  for (const read of reader.push(rows.map((row) => `${JSON.stringify(row)}\n`).join(''))) {
    const evalCase = collection.add(read);
    if (evalCase) linting.add(evalCase);
  }
  return linting
    .end('d.jsonl', collection.figures('d.jsonl'))
    .map(({ rule, severity, range, message }) => ({ rule, severity, line: range.line, message }));
}

describe('a dataset', () => {
  test('that is fine has no finding', () => {
    expect(lint([{ inputs: { ticket: 'Charged twice' }, expected: 'billing' }])).toEqual([]);
  });

  test('whose rows contradict each other is named at the second', () => {
    const rows = [
      { inputs: { ticket: 'Charged twice' }, expected: 'billing' },
      { inputs: { ticket: 'Charged twice' }, expected: 'bug' },
    ];
    expect(lint(rows)).toEqual([
      {
        rule: 'case-contradicted',
        severity: 'warning',
        line: 2,
        message: 'This row has the inputs of line 1 and expects something else: no answer can satisfy both.',
      },
    ]);
  });

  test('whose rows differ in case and white space only has a near duplicate', () => {
    const rows = [{ inputs: { ticket: 'Charged twice', tags: ['A'] } }, { inputs: { ticket: ' charged\n TWICE', tags: ['a'] } }];
    expect(lint(rows)).toMatchObject([{ rule: 'case-near-duplicate', line: 2 }]);
  });

  test('of conversations is told apart by what is said in them', () => {
    expect(
      lint([
        { turns: ['Where is Rome?'], expected: 'Italy' },
        { turns: ['Where is Oslo?'], expected: 'Norway' },
      ]),
    ).toEqual([]);
    expect(
      lint([
        { turns: ['Where is Rome?'], expected: 'Italy' },
        { turns: ['Where is Rome?'], expected: 'Norway' },
      ]),
    ).toMatchObject([{ rule: 'case-contradicted', line: 2 }]);
    const asked = 'Where is the order that I placed in May?';
    expect(lint([{ turns: [asked] }], [`Example: ${asked}`])).toMatchObject([{ rule: 'case-leaked' }]);
  });

  test('whose inputs are an example of the prompt has leaked', () => {
    const ticket = 'I was charged twice for the same order in May.';
    expect(lint([{ inputs: { ticket } }], [`Example:\n  I was charged twice\n  for the same order in May. → billing`])).toMatchObject([
      { rule: 'case-leaked', message: 'An input of this case stands in the prompt triage, as an example that the model sees.' },
    ]);
    expect(lint([{ inputs: { ticket: 'Charged twice' } }], ['Charged twice is billing.'])).toEqual([]);
  });

  test('nearly all of whose cases expect the same is unbalanced', () => {
    const rows = Array.from({ length: 20 }, (_, at) => ({
      inputs: { at },
      expected: { category: at < 17 ? 'billing' : 'bug', note: `n${at}`, sure: at < 16 },
      tags: ['typical', 'edge', 'adversarial'],
    }));
    expect(lint(rows)).toEqual([
      {
        rule: 'classes-unbalanced',
        severity: 'warning',
        line: 1,
        message: '85 % of 20 cases expect `category` to be "billing": a prompt that always says so would pass them.',
      },
    ]);
  });

  test('without tags is told so from ten cases on', () => {
    const rows = (length: number) => Array.from({ length }, (_, at) => ({ inputs: { at } }));
    expect(lint(rows(9))).toEqual([]);
    expect(lint(rows(10))).toMatchObject([{ rule: 'cases-untagged', severity: 'info' }]);
  });

  test('whose tags leave out a kind of cases, or have too few, is told which', () => {
    const tagged = (count: number, tags: string[], from = 0) =>
      Array.from({ length: count }, (_, at) => ({ inputs: { at: at + from }, tags }));
    expect(lint([...tagged(45, ['typical']), ...tagged(6, ['edge'], 45)])).toMatchObject([
      { rule: 'tag-missing', severity: 'info', message: 'No case is tagged `adversarial`.' },
      { rule: 'tag-thin', severity: 'info', message: 'Only 6 of 51 cases are tagged `edge`.' },
    ]);
    expect(lint(tagged(60, ['billing']))).toEqual([]);
  });

  test('with a thousand findings of one sort names a hundred and says how many there are besides', () => {
    const found = lint(Array.from({ length: 1000 }, (_, at) => ({ inputs: { ticket: `Write to jane${at}@acme.io` }, tags: ['x'] })));
    expect(found).toHaveLength(101);
    expect(found.at(-1)).toMatchObject({
      rule: 'case-more',
      message: '900 more findings of the sort `case-personal-data` up to this row.',
    });
  });

  test('with keys and with data of people is told so, and neither is repeated', () => {
    const key = ['sk-ant-api03-', 'Zx9Qk2Lm4Rt7Vb1Nw8Pc5Hd3Jf6Gs0Ya', 'Ue2Ti9Xo4Kq7Bz1Mv8'].join('');
    const found = lint([
      { inputs: { ticket: `My key ${key}` } },
      { inputs: { ticket: 'Write to jane.doe@acme.io' } },
      { turns: ['Hello', `My key ${key}`] },
    ]);
    expect(found).toMatchObject([
      { rule: 'case-secret', severity: 'error', line: 1 },
      { rule: 'case-personal-data', severity: 'warning', line: 2, message: 'This case holds an e-mail address.' },
      { rule: 'case-secret', severity: 'error', line: 3 },
    ]);
    expect(JSON.stringify(found)).not.toContain('Zx9Qk2');
    expect(JSON.stringify(found)).not.toContain('jane.doe');
  });
});
