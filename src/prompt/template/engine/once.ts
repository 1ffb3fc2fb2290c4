/** What `make` gives, made when it is first asked for: most texts need no engine, and it is slow to load. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
