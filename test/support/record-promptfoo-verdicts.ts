import { writeFileSync } from 'node:fs';

/**
 * Records what promptfoo itself says of assertions and answers, for `src/formats/promptfoo/assertions.test.ts`.
 *
 * promptfoo is no dependency of ours (it brings some 900 packages): install it elsewhere and name its entry.
 *   npm i promptfoo@0.120 --ignore-scripts --prefix DIR
 *   tsx test/support/record-promptfoo-verdicts.ts DIR/node_modules/promptfoo/dist/src/index.js
 */
const [entry] = process.argv.slice(2);
if (entry === undefined) throw new Error('Give the path of the entry of promptfoo.');

type Assertion = Readonly<Record<string, unknown>> & { readonly type: string };
interface Promptfoo {
  readonly assertions: { runAssertion(given: object): Promise<{ readonly pass: boolean }> };
}

const ANSWERS = [
  'Yarr',
  'yarr',
  ' Yarr ',
  'Arrr, grub ahoy',
  '{"a": 1}',
  '[1, 2]',
  '```json\n{"a": 1}\n```',
  '12',
  '"text"',
  '',
  'a, b',
  'GRUB\nYarr',
  'true',
];
const SCHEMA = { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] };

const POSITIVE: readonly Assertion[] = [
  ...['equals', 'contains', 'icontains', 'starts-with'].flatMap((type) =>
    ['Yarr', 'grub', '12', 12, true].map((value) => ({ type, value })),
  ),
  ...['contains-any', 'contains-all', 'icontains-any', 'icontains-all'].flatMap((type) =>
    [['Yarr', 'grub'], 'yarr, grub', ['a', 'b'], ['a']].map((value) => ({ type, value })),
  ),
  ...['^Yarr$', 'gr.b', '[0-9]+', '(?:a|b)', '\\s'].map((value) => ({ type: 'regex', value })),
  { type: 'equals', value: { a: 1 } },
  { type: 'equals', value: [1, 2] },
];

const ASSERTIONS: readonly Assertion[] = [
  ...POSITIVE,
  ...POSITIVE.map((assertion) => ({ ...assertion, type: `not-${assertion.type}` })),
  { type: 'is-json' },
  { type: 'is-json', value: SCHEMA },
  { type: 'latency', threshold: 100 },
  { type: 'latency', threshold: 10 },
  { type: 'cost', threshold: 0.5 },
  { type: 'cost', threshold: 0.01 },
];

const { assertions } = (await import(entry)) as Promptfoo;
const verdicts: unknown[] = [];
for (const assertion of ASSERTIONS) {
  for (const output of ANSWERS) {
    const given = { prompt: 'p', assertion, test: { vars: {} }, providerResponse: { output, cost: 0.1 }, latencyMs: 50 };
    // An assertion that promptfoo calls broken has no verdict.
    const verdict = await assertions.runAssertion(given).catch(() => undefined);
    if (verdict !== undefined) verdicts.push({ assertion, output, pass: verdict.pass });
  }
}
const lines = verdicts.map((verdict) => JSON.stringify(verdict)).join('\n');
writeFileSync(new URL('../../fixtures/promptfoo/verdicts.jsonl', import.meta.url), `${lines}\n`);
process.exit(0);
