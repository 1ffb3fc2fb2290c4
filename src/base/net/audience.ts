/** Whom an ID token for a registry has to name: its address, without a slash at the end. */
export function audienceOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname.replace(/\/+$/, '');
}
