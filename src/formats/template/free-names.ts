/** Gives names to loops whose language gives them none, none of which the text uses for something else. */
export interface FreeNames {
  /** A name for one item of a list with this name: `orders` gives `order`. */
  itemOf(list: string): string;
}

/** Starts with all words of a text taken. */
export function freeNames(text: string): FreeNames {
  const taken = new Set(text.match(/\w+/g) ?? []);
  return {
    itemOf(list) {
      const base = /^[A-Za-z_]\w*[a-rt-z]s$/.test(list) ? list.slice(0, -1) : 'item';
      const name = unused(base, taken);
      taken.add(name);
      return name;
    },
  };
}

function unused(base: string, taken: ReadonlySet<string>): string {
  for (let count = 1; ; count += 1) {
    const name = count === 1 ? base : `${base}_${count}`;
    if (!taken.has(name)) return name;
  }
}
