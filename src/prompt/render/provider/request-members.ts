import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';

/** A JSON object of the members that have a value: what is not set is not sent. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined));
}
