/** A type as source. */
export interface TypeText {
  readonly text: string;
  /** It reads `A | B`, and needs parentheses in an intersection. */
  readonly isUnion: boolean;
}

/** What is true of every value. */
export const UNKNOWN = type('unknown');
/** What is true of none. */
export const NEVER = type('never');

export function type(text: string): TypeText {
  return { text, isUnion: false };
}

/** A value of at least one of these types. */
export function union(parts: readonly TypeText[]): TypeText {
  const texts = [...new Set(parts.map(({ text }) => text))].filter((text) => text !== NEVER.text);
  if (texts.includes(UNKNOWN.text)) return UNKNOWN;
  const [first = NEVER.text, ...more] = texts;
  if (more.length === 0) return parts.find(({ text }) => text === first) ?? NEVER;
  return { text: texts.join(' | '), isUnion: true };
}

/** A value of all of these types. */
export function intersection(parts: readonly TypeText[]): TypeText {
  const told = parts.filter(({ text }) => text !== UNKNOWN.text);
  const distinct = [...new Map(told.map((part) => [part.text, part])).values()];
  const [first = UNKNOWN, ...more] = distinct;
  if (more.length === 0) return first;
  return type(distinct.map(({ text, isUnion }) => (isUnion ? `(${text})` : text)).join(' & '));
}
