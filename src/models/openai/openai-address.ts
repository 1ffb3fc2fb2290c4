/** Path and query of an endpoint. An address may end in a query: Azure's names the version of the API there. */
export function pathBelow({ pathname, search }: URL, endpoint: string): string {
  return `${pathname.replace(/\/+$/, '')}/${endpoint}${search}`;
}

/** The header that a key goes in: Azure has one of its own. */
export function keyHeader({ hostname }: URL, apiKey: string | undefined): Record<string, string> {
  if (apiKey === undefined) return {};
  return hostname.endsWith('.azure.com') ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` };
}
