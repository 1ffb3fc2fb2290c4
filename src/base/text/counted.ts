/** `1 file`, `3 files`: a count with its noun. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  // Not toLocaleString: the tables of all languages take longer to load than a small check.
  const grouped = String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
  return `${grouped} ${count === 1 ? noun : plural}`;
}
