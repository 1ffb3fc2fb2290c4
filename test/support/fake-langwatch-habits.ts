import { analyseTemplate } from '../../src/prompt/template/analyse-template.ts';

export type Spoken = {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
};

/** The inputs with one for each variable of the texts, by their names. */
export function withDetected(
  prompt: string,
  messages: readonly Spoken[],
  inputs: readonly { identifier: string; type: string }[],
): object[] {
  const names = [prompt, ...messages.map(({ content }) => content)].flatMap((text) =>
    analyseTemplate(text, 'liquid').variables.map(({ name }) => name),
  );
  const merged = new Map([...inputs.map(({ identifier, type }) => [identifier, type] as const)]);
  for (const name of names) if (!merged.has(name)) merged.set(name, 'str');
  return [...merged]
    .map(([identifier, type]) => ({ identifier, type }))
    .sort((left, right) => left.identifier.localeCompare(right.identifier));
}

/** As PostgreSQL keeps JSON: shorter keys first, then by their letters. */
export function asJsonb(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asJsonb);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([left], [right]) => left.length - right.length || (left < right ? -1 : 1));
  return Object.fromEntries(entries.map(([key, member]) => [key, asJsonb(member)]));
}
