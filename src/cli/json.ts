/** One JSON document under a versioned schema name; maps become objects, digests and ids stay strings. */
export function jsonDocument(schema: `promptlane/${string}/v${number}`, document: object): string {
  return JSON.stringify({ schema, ...document }, (_key, value: unknown) => (value instanceof Map ? Object.fromEntries(value) : value), 2);
}
