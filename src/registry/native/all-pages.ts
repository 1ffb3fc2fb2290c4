interface Page<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

/** Follows a list to its end, or to as many items as are wanted. */
export async function allPages<Item>(
  read: (cursor: { readonly cursor?: string }) => Promise<Page<Item>>,
  limit = Number.POSITIVE_INFINITY,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: { cursor?: string } = {};
  while (items.length < limit) {
    const page = await read(cursor);
    items.push(...page.items);
    if (page.next === undefined) break;
    cursor = { cursor: page.next };
  }
  return items.slice(0, limit);
}
