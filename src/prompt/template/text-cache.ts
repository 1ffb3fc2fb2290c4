/**
 * Remembers what was made of each text. When the texts together are longer than `maxLength`, the
 * oldest are forgotten; the newest is kept however long it is.
 */
export function textCache<Value>(maxLength: number): (text: string, make: () => Value) => Value {
  const known = new Map<string, Value>();
  let length = 0;
  return (text, make) => {
    const remembered = known.get(text);
    if (remembered !== undefined) return remembered;
    const value = make();
    known.set(text, value);
    length += text.length;
    for (const oldest of known.keys()) {
      if (length <= maxLength || oldest === text) break;
      known.delete(oldest);
      length -= oldest.length;
    }
    return value;
  };
}
