import type { ModelRequest } from '../model.ts';

const QUOTE_LENGTH = 80;

/** What a request asks, as a message quotes it: the last thing that the user says, on one line, shortened. */
export function requestExcerpt({ messages }: Pick<ModelRequest, 'messages'>): string {
  const asked = messages.findLast(({ role }) => role === 'user')?.content ?? messages.at(-1)?.content ?? '';
  const line = asked.trim().replace(/\s+/g, ' ');
  return JSON.stringify(line.length > QUOTE_LENGTH ? `${line.slice(0, QUOTE_LENGTH - 1)}…` : line);
}
