import { Environment, Interpreter, parse, tokenize } from '@huggingface/jinja';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { renderTemplate } from '../../../prompt/template/render-template.ts';
import type { Loss } from '../../foreign-format.ts';
import { foreignText } from '../foreign-text.ts';
import { writeLiquid } from '../liquid/write-liquid.ts';
import type { ValueKind } from '../template-part.ts';
import type { JinjaDialect } from './jinja-reading.ts';
import { readJinja } from './read-jinja.ts';

const KINDS = new Map<string, ValueKind>([
  ['name', 'text'],
  ['count', 'number'],
  ['flag', 'boolean'],
  ['ages', 'object'],
]);

function translated(template: string, { losses = [] as Loss[], dialect = 'jinja' as JinjaDialect } = {}): string {
  return writeLiquid(readJinja(foreignText(template, { file: 'a.prompty', kinds: KINDS }, losses), dialect));
}

const word = fc.constantFrom('', ' ', 'a', 'Hello', ' pad ', '{{x}}', '{% if %}', '<&>"\'', 'é\n', '{');
const variables: fc.Arbitrary<JsonObject> = fc.record({
  name: word,
  count: fc.constantFrom(0, 1, 2, -3),
  flag: fc.boolean(),
  tags: fc.array(word, { maxLength: 3 }),
  orders: fc.array(fc.record({ id: fc.integer({ min: 0, max: 2 }), title: word, lines: fc.array(word, { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  user: fc.record({ name: word, title: word, tags: fc.array(word, { maxLength: 2 }) }),
  ages: fc.dictionary(fc.constantFrom('ann', 'bo', 'x y'), fc.integer({ min: 0, max: 3 })),
  tested: fc.oneof(word, fc.constantFrom(0, 1, true, false), fc.array(word, { maxLength: 2 }), fc.constant({}), fc.constant({ a: 1 })),
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
      '%}',
      '"',
      '\\',
      '}}',
      'é',
      '{% raw %}{{ x }}{% if %}{% endraw %}',
      '{# note #}',
    ),
    {
      maxLength: 4,
    },
  )
  .map((pieces) => pieces.join(''));

const TEXTS: Record<string, readonly string[]> = {
  root: ['name', 'user.name', 'user["title"]', 'name|upper', 'name | trim', 'user.title|replace("a", "b")', 'name.strip().lower()'],
  order: ['order.title', 'name', 'order["title"] | lower'],
  tag: ['tag', 'name'],
};
const NUMBERS: Record<string, readonly string[]> = {
  root: ['count', 'tags|length', 'name|length', 'count + 1', 'count * 2'],
  order: ['loop.index', 'loop.index0', 'loop.revindex', 'loop.length', 'order.id', 'order.lines|length', 'loop.index + 1'],
  tag: ['loop.index', 'count', 'loop.revindex0'],
};
const LISTS: Record<string, readonly (readonly [string, string])[]> = {
  root: [
    ['tag', 'tags'],
    ['order', 'orders'],
    ['tag', 'user.tags'],
  ],
  order: [['tag', 'order.lines']],
  tag: [],
};

function condition(scope: string, depth: number): fc.Arbitrary<string> {
  const texts = fc.constantFrom(...(TEXTS[scope] ?? []));
  const numbers = fc.constantFrom(...(NUMBERS[scope] ?? []));
  const leaf = fc.oneof(
    texts,
    numbers,
    fc.constantFrom(
      'flag',
      'tested',
      'tags',
      'not tested',
      'user',
      'missing is defined',
      'missing is not defined',
      'tags | length > 1',
      'not flag',
    ),
    fc.tuple(texts, fc.constantFrom('==', '!='), fc.constantFrom('"a"', '""', "'Hello'")).map((parts) => parts.join(' ')),
    fc.tuple(numbers, fc.constantFrom('==', '!=', '<', '>=', '>', '<='), fc.constantFrom('0', '1', '2')).map((parts) => parts.join(' ')),
    fc
      .tuple(fc.constantFrom('"a"', '"Hello"'), fc.constantFrom('in', 'not in'), fc.constantFrom('tags', 'name', '["a", "b"]'))
      .map((parts) => parts.join(' ')),
    scope === 'root' ? fc.constant('flag') : fc.constantFrom('loop.first', 'loop.last', 'not loop.last'),
  );
  if (depth === 0) return leaf;
  const inner = condition(scope, depth - 1);
  return fc.oneof(
    leaf,
    fc.tuple(inner, fc.constantFrom('and', 'or'), inner).map(([left, operator, right]) => `${left} ${operator} ${right}`),
    fc.tuple(inner, fc.constantFrom('and', 'or'), inner).map(([left, operator, right]) => `(${left}) ${operator} (${right})`),
    inner.map((test) => `not (${test})`),
  );
}

function template(scope: string, depth: number): fc.Arbitrary<string> {
  const left = fc.constantFrom('', '', '-');
  const texts = fc.constantFrom(...(TEXTS[scope] ?? []));
  const printable = fc.oneof(
    texts,
    fc.constantFrom(...(NUMBERS[scope] ?? [])),
    fc.tuple(texts, texts).map(([one, two]) => `${one} ~ ", " ~ ${two}`),
    fc.tuple(texts, condition(scope, 1), texts).map(([one, test, two]) => `${one} if ${test} else ${two}`),
    fc
      .tuple(fc.constantFrom('missing', 'name', 'user.name'), fc.constantFrom('"d"', 'name'), fc.constantFrom('', '|upper'))
      .map(([one, two, filter]) => `${one} | default(${two})${filter}`),
    fc.tuple(texts, fc.constantFrom('"d"')).map(([one, two]) => `${one} | default(${two}, true)`),
    texts.map((one) => `${one} or "none"`),
    fc.constantFrom('tags|join(", ")', 'user.tags | join', 'orders|map(attribute="title")|join("-")', '"lit"', '", ".join(tags)'),
  );
  const output = fc.tuple(left, printable, left).map(([before, value, after]) => `{{${before} ${value} ${after}}}`);
  const leaf = fc.oneof(text, output);
  if (depth === 0) return leaf;
  const inner = fc.array(template(scope, depth - 1), { maxLength: 3 }).map((parts) => parts.join(''));
  const branches = fc
    .tuple(left, condition(scope, 2), left, inner, inner, condition(scope, 1), fc.constantFrom(0, 1, 2))
    .map(([before, test, after, yes, no, other, more]) => {
      const elif = more === 2 ? `{%${before} elif ${other} ${after}%}-` : '';
      return `{%${before} if ${test} ${after}%}${yes}${elif}${more > 0 ? `{% else ${after}%}${no}` : ''}{%${before} endif %}`;
    });
  const loops = (LISTS[scope] ?? []).map(([item, list]) =>
    fc
      .tuple(fc.array(template(item, depth - 1), { maxLength: 3 }), left, inner, fc.boolean())
      .map(
        ([body, strip, none, hasElse]) =>
          `{% for ${item} in ${list} ${strip}%}${body.join('')}${hasElse ? `{% else %}${none}` : ''}{%${strip} endfor %}`,
      ),
  );
  const special =
    scope === 'root'
      ? [
          fc.constantFrom(
            '{% for who, age in ages.items() %}{{ who }}={{ age }};{% endfor %}',
            '{% for i in range(3) %}{{ i }}{% endfor %}',
          ),
          fc.constantFrom('{% for tag in tags if tag != "a" %}[{{ tag }}]{% endfor %}', '{% set greeting = "Hi " + name %}{{ greeting }}'),
          fc.constantFrom(
            '{% if flag %}{% set x = name %}{% endif %}{{ x | default("-") }}',
            '{% for o in orders %}{% set t = o.title %}{{ t }}{% endfor %}',
          ),
        ]
      : [];
  return fc.oneof(leaf, output, branches, ...loops, ...special);
}

const templates = fc.array(template('root', 2), { maxLength: 4 }).map((parts) => parts.join(''));

describe('reading Jinja', () => {
  test('gives Liquid that prints byte for byte what Jinja prints', () => {
    fc.assert(
      fc.property(templates, variables, (foreign, values) => {
        const wanted = oracle(foreign, values);
        fc.pre(wanted !== undefined);
        const given = renderTemplate(translated(foreign), 'liquid', { missing: null, ...values }, new Map());
        expect(given).toBe(wanted);
      }),
      { numRuns: Number(process.env.TEMPLATE_RUNS ?? 60) },
    );
  });

  test.each([
    ['{% if x is sameas false %}a{% endif %}', 1, 1],
    ['a\n  {{ x | title }}', 2, 3],
    ['{% include "other.txt" %}', 1, 1],
    ['{% macro m(a) %}{{ a }}{% endmacro %}', 1, 1],
    ['{{ x[1:] }}', 1, 1],
    ['{{ f(x) }}', 1, 1],
    ['{{ x', 1, 1],
    ['{% if x %}', 1, 1],
    ['a{% endif %}', 1, 2],
    ['{% for x in xs %}{% if x %}{% set y = x %}{% endif %}{% endfor %}', 1, 28],
    ['{% for x in xs if x %}{{ loop.index }}{% endfor %}', 1, 1],
    ['{{ {"a": 1} }}', 1, 1],
    [`{{ ${'('.repeat(9000)}x${')'.repeat(9000)} }}`, 1, 1],
    ['{{ true }}', 1, 1],
    ['{{ a + b }}', 1, 1],
  ])('refuses %.60j at its place', (foreign, line, column) => {
    const failure = failureOf(() => translated(foreign));

    expect([failure.code, failure.where]).toEqual(['import-refused', { file: 'a.prompty', line, column }]);
  });

  test('refuses nesting without overflowing', () => {
    expect(() => translated(`${'{% if x %}'.repeat(9000)}x${'{% endif %}'.repeat(9000)}`)).toThrow(/nested more than/);
  });

  test('says where JSON is written otherwise', () => {
    const losses: Loss[] = [];

    expect(translated('{{ user | tojson }}', { losses })).toBe('{{ user | json }}');
    expect(losses).toMatchObject([{ kind: 'changed', field: 'user | tojson', range: { line: 1, column: 1 } }]);
  });

  test('takes an empty list for true in Nunjucks only, and keeps its last newline', () => {
    expect(translated('{% if tags %}a{% endif %}\n', { dialect: 'nunjucks' })).toBe(
      '{% if tags and tags != "" and tags != 0 %}a{% endif %}\n',
    );
    expect(translated('{% if tags %}a{% endif %}\n')).toBe('{% if tags and tags != empty and tags != 0 %}a{% endif %}');
  });

  test('asks for the kind of a variable only where it matters', () => {
    expect(translated('{% if flag %}{{ name }}{% elif count %}b{% endif %}')).toBe(
      '{% if flag %}{{ name }}{% elsif count and count != 0 %}b{% endif %}',
    );
  });
});

/** Undefined for what this engine of Jinja lacks. */
function oracle(foreign: string, values: JsonObject): string | undefined {
  try {
    const environment = new Environment();
    const globals = { true: true, false: false, none: null, range: (end: number) => Array.from({ length: end }, (_, index) => index) };
    for (const [name, value] of Object.entries({ ...globals, ...values })) environment.set(name, value);
    // Its `Template` takes white space off around blocks, which Jinja does only when told to.
    return (new Interpreter(environment).run(parse(tokenize(foreign))) as { value: string }).value;
  } catch {
    return undefined;
  }
}

function failureOf(work: () => unknown): Failure {
  try {
    work();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('It did not fail.');
}
