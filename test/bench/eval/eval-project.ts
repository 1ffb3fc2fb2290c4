const SYSTEM = 'Sort the question into a category and answer it in one sentence.';
const SCHEMA = {
  type: 'object',
  properties: { category: { enum: ['billing', 'shipping'] }, reply: { type: 'string', minLength: 1 } },
  required: ['category', 'reply'],
  additionalProperties: false,
};

/** How much is asked, and how. */
export interface EvalLoad {
  readonly count: number;
  /** What the model takes for an answer. */
  readonly latencyMs: number;
  readonly concurrency: number;
}

/** A project whose one suite asks that many cases and scores each answer three times. */
export function evalProject(origin: string, { count, latencyMs }: EvalLoad): ReadonlyMap<string, string> {
  const prompt = {
    model: 'bench/fixed',
    messages: [
      { role: 'system', content: SYSTEM },
      { role: 'user', content: '{{ question }}' },
    ],
    responseFormat: 'json_schema',
    jsonSchema: { name: 'answer', schema: SCHEMA },
  };
  const suite = {
    suite: 'answers',
    prompts: ['answer'],
    dataset: 'answers.jsonl',
    scorers: [
      { id: 'schema', uses: 'json-schema' },
      { id: 'category', uses: 'json-equals', path: '$.category', expected: '{{ expected }}' },
      { id: 'safe', uses: 'not-matches', value: '(?i)password' },
    ],
    gate: { schema: { passRate: '= 1' } },
  };
  const config = { models: { providers: { bench: { kind: 'openai', baseUrl: `${origin}/${latencyMs}/v1` } } } };
  const rows = Array.from({ length: count }, (_, index) =>
    JSON.stringify({ inputs: { question: `Question ${index}` }, expected: 'billing' }),
  );
  return new Map([
    ['promptlane.config.yaml', JSON.stringify(config)],
    ['prompts/answer.prompt.yaml', JSON.stringify(prompt, null, 2)],
    ['evals/answers.eval.yaml', JSON.stringify(suite)],
    ['evals/answers.jsonl', `${rows.join('\n')}\n`],
  ]);
}

/** The same questions for the loop that keeps nothing. */
export function bareLoopArgument(origin: string, { latencyMs, ...load }: EvalLoad): string {
  return JSON.stringify({ url: `${origin}/${latencyMs}/v1`, ...load, schema: SCHEMA, system: SYSTEM });
}

/** The same questions and assertions for promptfoo. */
export function promptfooConfig(origin: string, { latencyMs, count }: EvalLoad): string {
  const schema = { type: 'is-json', value: SCHEMA };
  const category = { type: 'javascript', value: 'JSON.parse(output).category === context.vars.expected' };
  return JSON.stringify({
    prompts: [
      JSON.stringify([
        { role: 'system', content: SYSTEM },
        { role: 'user', content: '{{ question }}' },
      ]),
    ],
    providers: [{ id: 'openai:chat:fixed', config: { apiBaseUrl: `${origin}/${latencyMs}/v1`, apiKey: 'none' } }],
    defaultTest: { assert: [schema, category, { type: 'not-icontains', value: 'password' }] },
    tests: Array.from({ length: count }, (_, index) => ({ vars: { question: `Question ${index}`, expected: 'billing' } })),
  });
}
