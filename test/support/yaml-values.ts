import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/base/json/canonical-json.ts';

/** Texts that are hard to write: marks of YAML and of templates, white space of all kinds, what looks like another type. */
export const yamlTexts: fc.Arbitrary<string> = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        ...['a', 'word', 'é', '\u{1F600}', '\u200B', '\u202E', ' ', '  ', '\t', '\n', '\n\n', '\r', '\r\n', '#', ' #', ': ', ':', '- '],
        ...['---', '...', '? ', '|', '>', '"', "'", '\\', '{', '}', '[', ']', ',', '&a', '*a', '!', '%', '@', '`', '~', '<<', '='],
        ...['{{x}}', '{{ a | b: "c" }}', '{% if x %}', 'true', 'null', '1', '0.5', '\u0000', '\u0085', '\u2028', '\uFEFF', '\uFFFE'],
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }).filter((text) => !/\p{Surrogate}/u.test(text)),
);

const keys = fc.oneof(fc.constantFrom('a', 'messages', 'content', 'x-y'), yamlTexts).filter((key) => key !== '__proto__');
const numbers = fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map((number) => number + 0);

/** Any JSON mapping that a file can hold: no half characters, no `__proto__`, no negative zero. */
export const yamlValues: fc.Arbitrary<JsonObject> = fc.letrec<{ value: Json; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(yamlTexts, numbers, fc.boolean(), fc.constant(null)),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(keys, tie('value')), { maxLength: 5 })
    .map((entries) => Object.fromEntries(entries)) as fc.Arbitrary<JsonObject>,
})).object;
