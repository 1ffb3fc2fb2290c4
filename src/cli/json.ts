/** What JSON leaves as it is: controls that a terminal may act on, and marks that turn around what is read. */
const RAW_CONTROLS = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** One JSON document under a versioned schema name; maps become objects, and no character in it can command a terminal. */
export function jsonDocument(schema: `promptlane/${string}/v${number}`, document: object): string {
  const text = JSON.stringify(
    { schema, ...document },
    (_key, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value),
    2,
  );
  return safeJson(text);
}

/** The same JSON without a character that a terminal may act on, or the old mark of a command for GitHub's runner. */
export function safeJson(text: string): string {
  return text
    .replaceAll('##[', '#\\u0023[')
    .replace(RAW_CONTROLS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
