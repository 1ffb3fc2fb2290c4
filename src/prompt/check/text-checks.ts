/** Whether an output is right by a text. */
type ByText = (output: string, text: string) => boolean;
type ByTexts = (output: string, texts: readonly string[]) => boolean;

const holds: ByText = (output, text) => output.includes(text);
const holdsFolded: ByText = (output, text) => output.toLowerCase().includes(text.toLowerCase());

/** What the checks that take one text ask of an output. */
export const TEXT_CHECKS = {
  equals: (output, text) => output === text,
  'not-equals': (output, text) => output !== text,
  contains: holds,
  'not-contains': (output, text) => !holds(output, text),
  icontains: holdsFolded,
  'not-icontains': (output, text) => !holdsFolded(output, text),
  'starts-with': (output, text) => output.startsWith(text),
  'not-starts-with': (output, text) => !output.startsWith(text),
  'ends-with': (output, text) => output.endsWith(text),
  'not-ends-with': (output, text) => !output.endsWith(text),
} as const satisfies Record<string, ByText>;

/** The same of those that take several. */
export const TEXTS_CHECKS = {
  'contains-any': (output, texts) => texts.some((text) => holds(output, text)),
  'not-contains-any': (output, texts) => !texts.some((text) => holds(output, text)),
  'contains-all': (output, texts) => texts.every((text) => holds(output, text)),
  'not-contains-all': (output, texts) => !texts.every((text) => holds(output, text)),
} as const satisfies Record<string, ByTexts>;

/** Characters as people count them: a pair of surrogates is one. */
export function charactersOf(output: string): number {
  return Array.from(output).length;
}
