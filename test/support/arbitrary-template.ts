import fc from 'fast-check';
import type { JsonObject } from '../../src/base/json/canonical-json.ts';
import type { ValueKind } from '../../src/formats/template/template-part.ts';

/** What the variables of the templates below hold; what `any` and `tested` hold, no file says. */
export const KINDS: ReadonlyMap<string, ValueKind> = new Map<string, ValueKind>([
  ['name', 'text'],
  ['maybe', 'text'],
  ['count', 'number'],
  ['flag', 'boolean'],
  ['tags', 'list'],
  ['orders', 'list'],
  ['user', 'object'],
]);

export const CERTAIN: ReadonlySet<string> = new Set(['name', 'count', 'flag', 'tags', 'orders', 'user']);

const word = fc.constantFrom('', ' ', 'a', 'Hello', '0', '{{x}}', '{% if %}', '<&>"\'', 'é\n', '{', '}');

/** Values for them. */
export const ownVariables: fc.Arbitrary<JsonObject> = fc.record({
  name: word,
  maybe: fc.oneof(word, fc.constant(null)),
  count: fc.constantFrom(0, 1, 2.5, -3),
  flag: fc.boolean(),
  tags: fc.array(word, { maxLength: 3 }),
  orders: fc.array(fc.record({ id: fc.integer({ min: 0, max: 2 }), title: word, lines: fc.array(word, { maxLength: 2 }) }), {
    maxLength: 3,
  }),
  user: fc.record({ name: word, title: word }),
  any: fc.oneof(word, fc.constantFrom(0, 1, null)),
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
      '%}',
      '"',
      '\\',
      '}}',
      'é',
      '{#',
      '#}',
      '{% raw %}{{ x }}{{{ {%{% endraw %}',
    ),
    { maxLength: 5 },
  )
  // Liquid would take these for tags of its own.
  .map((pieces) =>
    pieces
      .join('')
      .replaceAll(/\{\{(?! x|\{ \{)/g, '{ {')
      .replaceAll('{{%', '{ {%'),
  );

type Place = 'root' | 'order' | 'tag' | 'line';

const VALUES: Record<Place, readonly string[]> = {
  root: ['name', 'count', 'any', 'user.name', 'user["title"]', 'tags.size', 'maybe', 'flag'],
  order: ['order.id', 'order.title', 'name', 'forloop.index0', 'order.lines.size'],
  tag: ['tag', 'count', 'forloop.index0', 'name'],
  line: ['line', 'order.title', 'count', 'forloop.index0'],
};
const FILTERED = [
  'name | upcase',
  'name | strip',
  'tags | join: ","',
  'tags | join: " / "',
  'maybe | default: "d"',
  'any | default: name',
  'count | plus: 1',
  'tags',
  'name | replace: "a", "b"',
];
const LOOPS: Record<Place, readonly (readonly [Place, string])[]> = {
  root: [
    ['tag', 'tags'],
    ['order', 'orders'],
  ],
  order: [['line', 'order.lines']],
  tag: [],
  line: [],
};

function test(place: Place): fc.Arbitrary<string> {
  const inner = { root: 'flag', order: 'forloop.last', tag: 'forloop.first', line: 'forloop.last' }[place];
  const leaf = fc.constantFrom(
    ...[
      'flag',
      'tested',
      'name',
      'maybe',
      'count',
      'user',
      'tags',
      'not name',
      'name and name != ""',
      'count and count != 0',
      'maybe == nil',
      'maybe != nil',
    ],
    ...[
      'tested and tested != empty and tested != 0',
      'not tested or tested == empty or tested == 0',
      'tags == empty',
      'name != empty',
      'name == "a"',
      'count == 1',
    ],
    ...['any == "a"', 'tags contains "a"', 'count > 0', inner, inner],
  );
  return fc.oneof(
    leaf,
    fc.tuple(leaf, fc.constantFrom('and', 'or'), leaf).map((parts) => parts.join(' ')),
  );
}

function template(place: Place, depth: number): fc.Arbitrary<string> {
  const values = fc.constantFrom(...VALUES[place], ...(place === 'root' ? FILTERED : []));
  const dash = fc.constantFrom('', '', '', '-');
  const leaf = fc.oneof(
    text,
    fc.tuple(dash, values, dash).map(([left, value, right]) => `{{${left} ${value} ${right}}}`),
    fc.constantFrom('{% # note %}', '{% comment %}x{% endcomment %}'),
  );
  if (depth === 0) return leaf;
  const body = fc.array(template(place, depth - 1), { maxLength: 3 }).map((parts) => parts.join(''));
  const condition = fc
    .tuple(fc.constantFrom('if', 'unless'), test(place), body, test(place), body, fc.nat({ max: 2 }), dash)
    .map(([tag, first, yes, second, no, more, strip]) => {
      const rest = more === 2 ? `{% elsif ${second} %}+{% else %}${no}` : more === 1 ? `{% else %}${no}` : '';
      return `{%${strip} ${tag} ${first} %}${yes}${rest}{% end${tag} ${strip}%}`;
    });
  const loops = LOOPS[place].map(([item, list]) =>
    fc
      .tuple(fc.array(template(item, depth - 1), { maxLength: 3 }), body, fc.boolean())
      .map(([inner, none, hasElse]) => `{% for ${item} in ${list} %}${inner.join('')}${hasElse ? `{% else %}${none}` : ''}{% endfor %}`),
  );
  return fc.oneof(leaf, condition, ...loops);
}

/** Templates of ours over these variables; some ask for what another language lacks. */
export const ownTemplates = fc.array(template('root', 2), { maxLength: 4 }).map((parts) => parts.join(''));
