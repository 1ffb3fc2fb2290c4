import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { HttpReply } from '../native/failure-of.ts';

const errorSchema = z.object({ error: z.string().exactOptional(), message: z.string().exactOptional() });

/** What an error answer of LangWatch means here. */
export function langwatchFailure(origin: string, { status, text }: HttpReply): Failure {
  const said = errorSchema.safeParse(jsonValue(text));
  const detail = said.success ? (said.data.message ?? said.data.error ?? '') : '';
  const message = `${origin} answered ${status}${detail === '' ? '' : `: ${detail.slice(0, 500)}`}`;
  if (status === 401) return new Failure('not-signed-in', message, { hint: 'Set LANGWATCH_API_KEY to a key of the LangWatch project.' });
  if (status === 403)
    return new Failure('not-allowed', message, { hint: 'Ask who owns the LangWatch project for a key that may do this.' });
  if (status === 404) return new Failure('not-found', message);
  if (status === 429) return new Failure('rate-limited', message);
  if (status >= 500) return new Failure('server-failed', message, { hint: 'Try again; if it stays so, look at the log of LangWatch.' });
  return said.success
    ? new Failure('upload-refused', message)
    : new Failure('registry-broken', `${origin} answered ${status} and not in the words of LangWatch.`);
}
