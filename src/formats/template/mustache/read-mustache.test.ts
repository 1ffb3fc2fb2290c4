import fc from 'fast-check';
import mustache from 'mustache';
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { renderTemplate } from '../../../prompt/template/render-template.ts';
import type { Loss } from '../../foreign-format.ts';
import { foreignText } from '../foreign-text.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import { templateVariables } from '../template-variables.ts';
import { readMustache } from './read-mustache.ts';

function translated(template: string, losses: Loss[] = []): string {
  return writeLiquid(readMustache(foreignText(template, { file: 'a.yaml' }, losses)));
}

const word = fc.constantFrom('', ' ', 'a', 'Hello', '{{x}}', '{% if %}', 'é\n', '{');
const variables: fc.Arbitrary<JsonObject> = fc.record({
  name: word,
  count: fc.constantFrom(0, 1, 2.5),
  flag: fc.boolean(),
  tags: fc.array(word, { maxLength: 3 }),
  orders: fc.array(fc.record({ id: fc.integer({ min: 0, max: 2 }), title: word }), { maxLength: 3 }),
  user: fc.record({ city: word }),
});

const text = fc
  .array(fc.constantFrom('a', ' ', '\n', '{', '}', '%', '{%', '%}', '{% endraw %}', '}}'), { maxLength: 4 })
  .map((pieces) => pieces.join(''));
const block = fc.constantFrom(
  '{{{name}}}',
  '{{& count}}.',
  '{{! note }}',
  '\n{{#flag}}\nyes {{{name}}}\n{{/flag}}\n',
  '{{^flag}}no{{/flag}}',
  '{{#name}}[{{{name}}}]{{/name}}{{^name}}none{{/name}}',
  '{{#tags}}- {{{.}}} {{{name}}}\n{{/tags}}',
  '{{^tags}}no tags{{/tags}}',
  '{{#orders}}\n{{id}}: {{{title}}}\n{{/orders}}',
  '{{{user.city}}}',
  '{{#count}}{{count}}{{/count}}',
);
// `name` stands outside all sections, so that it is a variable of the prompt everywhere.
const templates = fc.array(fc.oneof(text, block), { maxLength: 6 }).map((parts) => `{{{name}}}${parts.join('')}`);

describe('reading Mustache', () => {
  test('gives Liquid that prints byte for byte what Mustache prints', () => {
    fc.assert(
      fc.property(templates, variables, (foreign, values) => {
        const wanted = attempt(() => mustache.render(foreign, values));
        // A brace before a tag makes another name of it.
        fc.pre(wanted !== undefined && !/\{\{\{(?![\w.])/.test(foreign) && !/\{\{\s*\}\}/.test(foreign));
        const parts = readMustache(foreignText(foreign, { file: 'a.yaml' }, []));
        // Every variable becomes an input, and one that is not given is null.
        const absent = Object.fromEntries(templateVariables(parts).map((name) => [name, null]));
        expect(renderTemplate(writeLiquid(parts), 'liquid', { ...absent, ...values }, new Map())).toBe(wanted);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 100) },
    );
  });

  test('says how it reads a section whose value is not known, and that entities are gone', () => {
    const losses: Loss[] = [];

    expect(translated('{{#orders}}{{title}}{{/orders}}', losses)).toBe('{% for order in orders %}{{ order.title }}{% endfor %}');
    expect(losses.map(({ kind, field, range }) => [kind, field, range?.column])).toEqual([
      ['changed', '{{#orders}}', 1],
      ['changed', '{{…}}', 12],
    ]);
  });

  test.each(['{{> partial}}', '{{}}', '{{a..b}}', '{{#a}}', '{{.}}', `${'{{#a}}'.repeat(9000)}${'{{/a}}'.repeat(9000)}`])(
    'refuses %.20j',
    (foreign) => {
      expect(() => translated(foreign)).toThrow(
        expect.objectContaining({ code: 'import-refused', where: expect.objectContaining({ file: 'a.yaml' }) as object }),
      );
    },
  );
});

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
