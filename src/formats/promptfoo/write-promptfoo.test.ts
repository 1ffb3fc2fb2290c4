import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { EvalCase } from '../../evals/dataset/eval-case.ts';
import type { Answer } from '../../evals/run.ts';
import { scorerFor } from '../../evals/scorer/scorer-for.ts';
import { smokeSuite } from '../../evals/suite/smoke-suite.ts';
import { readPrompt } from '../../prompt/document/read-prompt.ts';
import type { Prompt, PromptContent, PromptId } from '../../prompt/prompt.ts';
import { foreignValue } from '../foreign-document.ts';
import type { ExportedPrompt } from '../foreign-format.ts';
import { readPromptfoo } from './read-promptfoo.ts';
import { writePromptfoo } from './write-promptfoo.ts';
import { writtenTests } from './written-tests.ts';

const FILE = `
name: Triage
model: openai/gpt-4o
modelParameters: { temperature: 0.2 }
messages:
  - { role: system, content: "You triage. {% if urgent %}Hurry.{% endif %}" }
  - { role: user, content: "{{ ticket }}" }
inputs: { ticket: { type: string, required: true }, urgent: { type: boolean } }
testData:
  - { ticket: I was charged twice., expected: billing }
evaluators:
  - { name: names it, string: { contains: "{{expected}}" } }
`;

function exported(text: string): ExportedPrompt {
  const { prompt } = readPrompt({ file: 'a.prompt.yaml', text }, { id: 'triage' as PromptId });
  if (prompt === undefined) throw new Error('The prompt cannot be read.');
  return { prompt, path: 'a.prompt.yaml', partials: new Map() };
}

describe('a promptfoo config', () => {
  test('holds the messages, the model and a test for each row', () => {
    const { files } = writePromptfoo([exported(FILE)]);
    const [file] = files;

    expect(file && foreignValue(file)).toEqual({
      prompts: [
        {
          label: 'Triage',
          raw: JSON.stringify(
            [
              { role: 'system', content: 'You triage. {% if urgent %}Hurry.{% endif %}' },
              { role: 'user', content: '{{ ticket }}' },
            ],
            null,
            2,
          ),
        },
      ],
      providers: [{ id: 'openai:chat:gpt-4o', config: { temperature: 0.2 } }],
      tests: [{ vars: { ticket: 'I was charged twice.' }, assert: [{ type: 'regex', value: '[bB][iI][lL][lL][iI][nN][gG]' }] }],
    });
    expect(file && readPromptfoo(file, new Map()).suites).toHaveLength(1);
  });

  test.each([
    ['a value that promptfoo would evaluate', FILE.replace('I was charged twice.', '"{{ env.HOME }}"'), 'testData[0]'],
    ['an evaluator that is no check on text', FILE.replace('string: { contains: "{{expected}}" }', 'llm: { prompt: x }'), 'evaluators[0]'],
  ])('lists %s as lost', (_what, text, field) => {
    expect(writePromptfoo([exported(text)]).losses.map((loss) => loss.field)).toContain(field);
  });

  test('judges every answer as the evaluators do', () => {
    const word = fc.constantFrom('bill', 'BILL', 'a.b', '(x)', ' ', '\n', '$', 'é');
    const text = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(''));
    let judged = 0;
    fc.assert(
      fc.property(fc.constantFrom('equals', 'contains', 'startsWith', 'endsWith'), text, text, (key, wanted, answer) => {
        const base = exported(FILE);
        const prompt: Prompt = { ...base.prompt, testData: [{ ticket: 't' }], evaluators: [{ name: 'it', string: { [key]: wanted } }] };
        const [assertion] = (writtenTests({ ...base, prompt }).tests[0]?.assert ?? []) as { value: string }[];
        if (assertion === undefined) return;
        judged += 1;
        const suite = smokeSuite(prompt, 'a.prompt.yaml');
        const [spec] = suite?.suite?.scorers ?? [];
        if (spec === undefined) throw new Error('There is no scorer.');
        const result = scorerFor(spec).score({ text: answer } as Answer, { inputs: {} } as EvalCase, {} as PromptContent);
        expect(new RegExp(assertion.value).test(answer)).toBe('pass' in result && result.pass);
      }),
    );
    expect(judged).toBeGreaterThan(10);
  });
});
