import type { Json, JsonObject } from './canonical-json.ts';

/** Deeper than anything that people or models mean; whatever walks a value afterwards recurses. */
export const MAX_JSON_DEPTH = 200;

/** Whether JSON nests deeper than a limit. Looks no deeper than the limit, so that no nesting reaches the stack. */
export function isDeeperThan(value: Json, limit: number): boolean {
  if (limit < 0) return true;
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item: Json) => isDeeperThan(item, limit - 1));
  // A loop over keys makes no list of the members: every text that is parsed comes by here.
  for (const key in value) if (isDeeperThan((value as JsonObject)[key] as Json, limit - 1)) return true;
  return false;
}
