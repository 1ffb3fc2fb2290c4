/** Whether a person listed a host: names separated by commas, each with or without a port. */
export function listsHost(list: string | undefined, { hostname, host }: URL): boolean {
  const entries = (list ?? '').split(',').map((entry) => entry.trim().toLowerCase());
  return entries.includes(hostname) || entries.includes(host);
}
