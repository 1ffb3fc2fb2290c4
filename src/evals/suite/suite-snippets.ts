import { type Publication, type Snippet, stop } from '../../prompt/schema/published-schema.ts';

/** What an editor offers to write in a suite, but for its scorers. */
export const SUITE_SNIPPETS = {
  '': [
    {
      label: 'suite',
      description: 'A suite with a gate against what production pins.',
      body: {
        suite: stop(1, 'name'),
        prompts: [stop(2, 'support/triage')],
        dataset: `datasets/${stop(1, 'name')}.jsonl`,
        scorers: [{ id: 'expected', uses: 'icontains', value: '{{ expected }}' }],
        baseline: 'environment:production',
        gate: { expected: { passRate: '>= 0.9', regression: { maxDrop: 0.05 } } },
      },
    },
  ],
  'properties.gate.additionalProperties': [
    { label: 'at least', description: 'The share of cases that must pass.', body: { passRate: stop(1, '>= 0.9') } },
    { label: 'no worse', description: 'How far the score may drop below the baseline.', body: { regression: { maxDrop: 0.05 } } },
  ],
} satisfies Publication['snippets'];

/** Scorers as people write them most. */
export const SCORER_SNIPPETS: readonly Snippet[] = [
  {
    label: 'holds what is expected',
    description: 'The answer holds what the case expects.',
    body: { uses: 'icontains', value: '{{ expected }}' },
  },
  {
    label: 'field equals',
    description: 'A value of a JSON answer is what the case expects.',
    body: {
      id: stop(1, 'category'),
      uses: 'json-equals',
      path: `$.${stop(1, 'category')}`,
      expected: `{{ expected.${stop(1, 'category')} }}`,
    },
  },
  { label: 'fits its schema', description: "The answer fits the prompt's output schema.", body: { id: 'schema', uses: 'json-schema' } },
  { label: 'never says', description: 'No answer matches this pattern.', body: { uses: 'not-matches', value: stop(1, '(?i)password') } },
  { label: 'fast', description: 'The answer came within this time.', body: { id: 'fast', uses: 'latency', max: stop(1, '2s') } },
  { label: 'cheap', description: 'The answer cost no more than this, in US dollars.', body: { id: 'cheap', uses: 'cost', max: 0.002 } },
];
