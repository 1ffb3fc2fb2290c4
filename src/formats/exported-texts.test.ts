import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PartialContent, Prompt, PromptId } from '../prompt/prompt.ts';
import { renderTemplate } from '../prompt/template/render-template.ts';
import { literalInLiquid, messagesWithPartials, plainMessages } from './exported-texts.ts';
import type { ExportedPrompt } from './foreign-format.ts';

const NOTHING_MORE = {
  about: { tags: [], owners: [], metadata: {} },
  parameters: {},
  tools: [],
  guardrails: [],
  testData: [],
  evaluators: [],
};

function exported(content: string, partials: Record<string, PartialContent> = {}, template: Prompt['template'] = 'liquid'): ExportedPrompt {
  const prompt: Prompt = { ...NOTHING_MORE, id: 'greet' as PromptId, template, messages: [{ role: 'user', content }] };
  return {
    prompt,
    path: 'prompts/greet.prompt.yaml',
    partials: new Map(Object.entries(partials).map(([id, partial]) => [id as PromptId, partial])),
  };
}

describe('partials of an exported prompt', () => {
  test('are written into the text, at any depth, as their own dialect reads them', () => {
    const partials: Record<string, PartialContent> = {
      tone: { template: 'liquid', text: 'Kind.{% render "sign" %}' },
      sign: { template: 'simple', text: '{{name}} {% raw %}' },
    };
    expect(messagesWithPartials(exported('A {% render "tone" %} B', partials))[0]?.content).toBe('A Kind.{{name}} {{ "{%" }} raw %} B');
  });

  test('that are given values are refused where they are included', () => {
    const partials: Record<string, PartialContent> = { tone: { template: 'liquid', text: '{{ a }}' } };
    expect(() => messagesWithPartials(exported('x\n{% render "tone", a: 1 %}', partials))).toThrow(
      'prompts/greet.prompt.yaml, message 1, line 2, column 1: The partial tone is given values',
    );
  });
});

describe('a text for a format that knows names only', () => {
  test.each(['{{ name | upcase }}', '{% if a %}x{% endif %}', '{{- name }}', "{{ 'x' }}"])('may not hold %j', (text) => {
    expect(() => plainMessages(exported(`Hi ${text}`), 'GitHub Models')).toThrow('message 1, line 1, column 4: GitHub Models has no');
  });

  test('may not hold as text what would be a name there', () => {
    expect(() => plainMessages(exported('{{name}}', {}, 'none'), 'Langfuse')).toThrow(
      '`{{name}}` is text here, and a variable in Langfuse.',
    );
  });
});

test('a literal text is the same text in Liquid', () => {
  const piece = fc.oneof(
    fc.constantFrom('{', '}', '{{', '}}', '{%', '%}', '{{name}}', '{{ a.b }}', '{#', '{{{name}}}', '"', '\n'),
    fc.string({ maxLength: 3 }),
  );
  const values = { name: 'N', a: { b: 'B' } };
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), fc.constantFrom('simple' as const, 'none' as const), (pieces, template) => {
      const text = pieces.join('');
      const printed = (content: string, dialect: Prompt['template']) => {
        try {
          return renderTemplate(content, dialect, values, new Map());
        } catch {
          return undefined;
        }
      };
      const expected = printed(text, template);
      if (expected !== undefined) expect(printed(literalInLiquid(text, template), 'liquid')).toBe(expected);
    }),
  );
});
