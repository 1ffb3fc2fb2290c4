import { Dotprompt } from 'dotprompt';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { PartialContent, PromptId } from '../../../prompt/prompt.ts';
import { renderTemplate } from '../../../prompt/template/render-template.ts';
import type { Loss } from '../../foreign-format.ts';
import { foreignText } from '../foreign-text.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import type { ValueKind } from '../template-part.ts';
import { templateVariables } from '../template-variables.ts';
import { readHandlebars } from './read-handlebars.ts';

const KINDS = new Map<string, ValueKind>([
  ['name', 'text'],
  ['count', 'number'],
  ['flag', 'boolean'],
  ['tags', 'list'],
  ['orders', 'list'],
  ['user', 'object'],
  ['ages', 'object'],
]);

const PARTIAL = 'P({{name}}{{#if title}}:{{title}}{{/if}})';

function translated(template: string, { kinds = KINDS, losses = [] as Loss[] } = {}): string {
  const source = foreignText(template, { file: 'a.prompt', kinds }, losses);
  return writeLiquid(
    readHandlebars(source, (name) => (name === 'p' ? { id: 'p', variables: ['name', 'title'], isFixedLine: false } : undefined)),
  );
}

const partialText = translated(PARTIAL, { kinds: new Map() });
const partials = new Map<PromptId, PartialContent>([['p' as PromptId, { template: 'liquid', text: partialText }]]);

function rendered(liquid: string, variables: JsonObject): string {
  const used = new Set(templateVariables(readHandlebars(foreignText(PARTIAL, { file: 'p' }, []), () => undefined)));
  const absent = Object.fromEntries([...used].map((name) => [name, null]));
  return renderTemplate(liquid, 'liquid', { ...absent, ...variables }, partials);
}

/** The engine of Dotprompt, with its helpers and without HTML escapes. */
function expected(template: string, variables: JsonObject): string {
  const dotprompt = new Dotprompt({ partials: { p: PARTIAL } });
  // biome-ignore lint/complexity/useLiteralKeys: brackets are TypeScript's way to a private member.
  const [handlebars, knownHelpers] = [dotprompt['handlebars'], dotprompt['knownHelpers']];
  return handlebars.compile(template, { noEscape: true, knownHelpers, knownHelpersOnly: true })(variables) as string;
}

const word = fc.constantFrom('', ' ', 'a', 'Hello', '0', '{{x}}', '{% if %}', '<&>"\'', 'é\n', '{', '}');
const variables: fc.Arbitrary<JsonObject> = fc.record({
  name: word,
  count: fc.constantFrom(0, 1, 2.5, -3),
  flag: fc.boolean(),
  tags: fc.array(word, { maxLength: 3 }),
  orders: fc.array(fc.record({ id: fc.integer({ min: 0, max: 2 }), title: word, lines: fc.array(word, { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  user: fc.record({ name: word, title: word, tags: fc.array(word, { maxLength: 2 }) }),
  ages: fc.dictionary(fc.constantFrom('ann', 'bo', 'x y'), fc.integer({ min: 0, max: 3 })),
  any: fc.oneof(word, fc.constantFrom(0, 1, true, false, null)),
  tested: fc.oneof(word, fc.constantFrom(0, 1, true, false, null), fc.array(word, { maxLength: 2 })),
});

const text = fc
  .array(
    fc.constantFrom(
      'a',
      ' ',
      '\n',
      '\n\n',
      '  ',
      '{',
      '}',
      '%',
      '{%',
      '%}',
      '{% raw %}',
      '{% endraw %}',
      '"',
      '{#',
      '\\',
      '}}',
      'é',
      '{{ x }}'.replace('{{', '\\{{'),
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(''));

/** Templates that read names of the variables above; `scope` is what names mean there. */
type Scope = 'root' | 'order' | 'scalar' | 'user';
const NAMES: Record<Scope, readonly string[]> = {
  root: ['name', 'count', 'flag', 'any', 'user.name', 'orders.length', 'tags.[0]', 'this.name', '@root.count'],
  order: ['id', 'title', 'this.title', '../count', '@index', '@first', '@last', '@root.name', 'lines.length'],
  scalar: ['this', '.', '@index', '@last', '@root.name'],
  user: ['name', 'title', '../count', '@root.flag', 'tags.[1]'],
};
const LISTS: Record<Scope, readonly (readonly [string, Scope])[]> = {
  root: [
    ['tags', 'scalar'],
    ['orders', 'order'],
    ['user.tags', 'scalar'],
  ],
  order: [['lines', 'scalar']],
  scalar: [],
  user: [['tags', 'scalar']],
};

function template(scope: Scope, depth: number): fc.Arbitrary<string> {
  const name = fc.constantFrom(...NAMES[scope]);
  const tilde = fc.constantFrom('', '', '', '~');
  // Without HTML escapes Handlebars adds neighbouring numbers: `{{a}}{{b}}` of 1 and 2 prints 3.
  const output = fc.tuple(tilde, name, tilde).map(([left, path, right]) => `{{${left}${path}${right}}}.`);
  const extra = fc.constantFrom('{{! note }}', '{{json any}}'.replace('any', NAMES[scope][0] ?? 'this'), '{{!-- a {{b}} --}}');
  const leaf = fc.oneof(text, output, extra);
  if (depth === 0) return leaf;
  const inner = fc.array(template(scope, depth - 1), { maxLength: 3 }).map((parts) => parts.join(''));
  const condition = fc
    .tuple(
      fc.constantFrom('if', 'unless'),
      tilde,
      scope === 'root' ? fc.oneof(name, fc.constant('tested')) : name,
      inner,
      inner,
      fc.boolean(),
    )
    .map(
      ([helper, strip, test, yes, no, hasElse]) =>
        `{{#${helper} ${test}${strip}}}${yes}${hasElse ? `{{${strip}else}}${no}` : ''}{{${strip}/${helper}}}`,
    );
  const chain = fc
    .tuple(name, name, inner, inner)
    .map(([one, two, first, second]) => `{{#if ${one}}}${first}{{else if ${two}}}${second}{{else}}-{{/if}}`);
  const equal = fc
    .tuple(fc.constantFrom('ifEquals', 'unlessEquals'), name, fc.constantFrom('0', '1', '"a"', 'true', '""'), inner)
    .map(([helper, left, right, body]) => `{{#${helper} ${left} ${right}}}${body}{{/${helper}}}`);
  const loops = LISTS[scope].map(([list, item]) =>
    fc
      .tuple(fc.array(template(item, depth - 1), { maxLength: 3 }), tilde, inner, fc.boolean())
      .map(([body, strip, none, hasElse]) => `{{#each ${list}${strip}}}${body.join('')}${hasElse ? `{{else}}${none}` : ''}{{/each}}`),
  );
  const special =
    scope !== 'root'
      ? [fc.constant(scope === 'scalar' ? '{{> p name=this title="t"}}' : '{{> p}}')]
      : [
          fc.array(template('user', depth - 1), { maxLength: 3 }).map((body) => `{{#with user}}${body.join('')}{{else}}none{{/with}}`),
          fc.constantFrom(
            '{{#each ages}}{{@key}}={{this}};{{/each}}',
            '{{#each ages as |age who|}}{{who}}:{{age}}{{@last}}{{else}}nobody{{/each}}',
          ),
          fc.constantFrom('{{#each orders as |order|}}{{order.title}}{{order.id}}{{/each}}', '{{lookup user "name"}}', '{{tags}}'),
          fc.constantFrom(
            '{{> p}}',
            '{{> p title="T"}}',
            '{{> p user}}',
            'a\n{{> p}}\nb',
            '{{#each orders}}\n{{> p name=title}}\n{{/each}}',
          ),
          fc.constantFrom('{{#if count includeZero=true}}z{{/if}}', '\\{{name}}', '{{{name}}}', '{{{{raw}}}}'.slice(0, 0)),
        ];
  return fc.oneof(leaf, output, condition, chain, equal, ...loops, ...special);
}

const templates = fc.array(template('root', 3), { maxLength: 5 }).map((parts) => parts.join(''));

describe('reading Handlebars', () => {
  test('gives Liquid that prints byte for byte what Dotprompt prints', () => {
    let compared = 0;
    fc.assert(
      fc.property(templates, variables, (foreign, values) => {
        const wanted = attempt(() => expected(foreign, values));
        // Neighbouring pieces may happen to be no Handlebars at all, or a variable that no prompt can have.
        fc.pre(wanted !== undefined && !foreign.includes('{{{else'));
        const given = attempt(() => rendered(translated(foreign), values), missingMember);
        // Handlebars prints nothing for a member that is not there; ours is strict and names it.
        fc.pre(given !== undefined);
        compared += 1;
        expect(given).toBe(wanted);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 60) },
    );
    expect(compared).toBeGreaterThan(0);
  });

  test('reads a list as a list although its kind is not known', () => {
    const liquid = translated('{{#each steps}}{{@index}}:{{this}} {{/each}}');

    expect(liquid).toBe('{% for step in steps %}{{ forloop.index0 }}:{{ step }} {% endfor %}');
  });

  test.each([
    ['{{list ingredients}}', 1, 1, 'helper `list`'],
    ['a\n {{#custom x}}b{{/custom}}', 2, 2, 'helper `custom`'],
    ['{{#x}}b{{/x}}', 1, 1, 'loop or a condition'],
    ['{{> missing}}', 1, 1, 'not among the files'],
    ['{{> (lookup . "p")}}', 1, 1, 'at run time'],
    ['{{#> layout}}x{{/layout}}', 1, 1, 'no counterpart'],
    ['{{#*inline "p"}}x{{/inline}}', 1, 1, 'no counterpart'],
    ['{{this}}', 1, 3, 'all variables'],
    ['{{#each a}}{{#each b}}{{@../index}}{{/each}}{{/each}}', 1, 25, 'no counterpart'],
    ['a\n{{#if x}}', 2, 8, 'not Handlebars'],
    ['{{role x}}', 1, 1, 'does not name its role'],
  ])('refuses %j at its place', (foreign, line, column, message) => {
    const failure = attempt(
      () => translated(foreign),
      (error) => error,
    ) as unknown as Failure;

    expect(failure).toBeInstanceOf(Failure);
    expect([failure.code, failure.where]).toEqual(['import-refused', { file: 'a.prompt', line, column }]);
    expect(failure.message).toContain(message);
  });

  test('says that the lines of an indented partial are not indented', () => {
    const losses: Loss[] = [];
    translated('a\n  {{> p}}\nb', { losses });

    expect(losses).toMatchObject([{ kind: 'changed', field: 'p', range: { line: 2, column: 3 } }]);
  });

  test('refuses nesting without overflowing', () => {
    const deep = `${'{{#if a}}'.repeat(5000)}x${'{{/if}}'.repeat(5000)}`;

    expect(() => translated(deep)).toThrow(/nested/);
  });

  test('makes an input of what only the program around knew, and says so', () => {
    const losses: Loss[] = [];

    expect(translated('{{@state.name}}', { losses })).toBe('{{ state.name }}');
    expect(losses).toMatchObject([{ kind: 'changed', field: '`@state.name`', range: { line: 1, column: 3 } }]);
  });
});

function missingMember(error: unknown): undefined {
  if (!(error instanceof Failure && error.message.includes('has no value'))) throw error;
  return undefined;
}

function attempt<Result>(work: () => Result, otherwise?: (error: unknown) => unknown): Result | undefined {
  try {
    return work();
  } catch (error) {
    return otherwise?.(error) as Result | undefined;
  }
}
