import type { IncomingMessage } from 'node:http';

/** `/api/prompts…` of LangWatch, for the default project or, with a prefix, for the one that is named. */
const THEIRS = /^(?:\/langwatch\/([a-z0-9][a-z0-9-]{0,39}))?\/api\/prompts(\/[^?]*)?(\?.*)?$/;

/** What may follow a handle. */
const BELOW = /^(.+?)(\/versions\/[^/]+\/restore|\/versions|\/tags\/[^/]+|\/sync)?$/;

/**
 * The address of ours that a request of a LangWatch client means; other addresses stay as they are.
 *
 * Takes their second header of a token too, and handles whose slashes are not encoded, as their Python SDK sends them.
 */
export function ourUrl({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>, project: string): string {
  const found = THEIRS.exec(url);
  if (found === null) return url;
  const [, named = project, path = '', query = ''] = found;
  const token = headers['x-auth-token'];
  if (typeof token === 'string') headers.authorization ??= `Bearer ${token}`;
  // Their SDK names the type of a body that it does not send.
  if ((headers['content-length'] ?? '0') === '0' && headers['transfer-encoding'] === undefined) delete headers['content-type'];
  return `/v1/projects/${named}/langwatch/prompts${pathOf(path.slice(1))}${query}`;
}

function pathOf(path: string): string {
  if (path === '') return '';
  if (/^tags(\/[^/]+)?$/.test(path)) return `/${path}`;
  const [, handle = path, below = ''] = BELOW.exec(path) ?? [];
  return `/${handle.replaceAll('/', '%2F')}${below}`;
}
