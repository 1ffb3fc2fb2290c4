import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';

/** A JSON object of the members that have a value: what is not set is not sent. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  const given: Record<string, Json> = {};
  // Made for every request of a run: a list of pairs and another of those that stay would cost more than the request.
  for (const name of Object.keys(members)) {
    const value = members[name];
    if (value !== undefined) given[name] = value;
  }
  return given;
}
