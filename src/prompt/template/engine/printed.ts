import { type Context, filters, toValue } from 'liquidjs';

type JsonFilter = (this: { context: Context }, value: unknown) => string;

/** How a value looks in a prompt: text as it is, nothing for null, objects and lists as JSON. */
export function printed(this: { context: Context }, value: unknown): string {
  const plain: unknown = toValue(value);
  if (plain === null || plain === undefined) return '';
  // The engine's own filter counts every member against the memory limit while it writes.
  if (typeof plain === 'object') return (filters.json as JsonFilter).call(this, plain);
  return String(plain);
}
