import { type PathValue, path, type Value } from '../template-part.ts';

/** What names mean at a place of a Handlebars template. */
export interface Scope {
  /** Where names are looked up; the variables of the prompt when absent. */
  readonly base?: PathValue;
  /** What `@key` is; absent outside loops. */
  readonly key?: Value;
  readonly inLoop: boolean;
  /** Names that blocks bind (`as |item|`). */
  readonly bound: ReadonlyMap<string, Value>;
  /** The one around; `../` leads there. */
  readonly outer?: Scope;
}

/** The scope of a whole template. */
export const ROOT: Scope = { inLoop: false, bound: new Map() };

/** The value of a path in a scope; undefined for the whole of the prompt's variables, which is no value. */
export function valueIn(scope: Scope, members: readonly (string | number)[]): PathValue | undefined {
  if (scope.base) return path(scope.base.root, ...scope.base.members, ...members);
  const [root, ...rest] = members;
  return root === undefined ? undefined : path(String(root), ...rest);
}

/** The scope so many levels up; undefined above the outermost. */
export function outerScope(scope: Scope, depth: number): Scope | undefined {
  let reached: Scope | undefined = scope;
  for (let level = 0; level < depth; level += 1) reached = reached?.outer;
  return reached;
}
