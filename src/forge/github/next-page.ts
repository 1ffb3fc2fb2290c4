/** The address of the next page out of a `Link` header. One that is not below the API is none: the token would go there. */
export function nextPage(header: string | string[] | undefined, apiUrl: string): string | undefined {
  const text = Array.isArray(header) ? header.join(',') : (header ?? '');
  const [, address] = /<([^<>]+)>\s*;\s*rel="next"/.exec(text) ?? [];
  if (address === undefined || !URL.canParse(address)) return undefined;
  return new URL(address).origin === new URL(apiUrl).origin ? address : undefined;
}
