import { sha256Hex } from '../../../base/digest.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import { meaningOf } from './meaning.ts';

/** A whole schema: what the references inside it are looked up in. */
interface SchemaRoot {
  readonly schema: Json;
  readonly id: string;
  /** References are resolved against the nearest `$id`; with one inside, this program does not follow them. */
  readonly hasInnerIds: boolean;
}

/** A schema with the root that its references belong to. */
export interface Part {
  readonly schema: Json;
  readonly root: SchemaRoot;
}

/** Schemas that all hold at once. No part at all allows everything. */
export type Conjunction = readonly Part[];

/** Makes a whole schema comparable. */
export function partOf(written: Json): Part {
  const schema = meaningOf(written);
  const root = {
    schema,
    id: sha256Hex(canonicalJson(schema)),
    hasInnerIds: isJsonObject(schema) && Object.values(schema).some((member) => /"\$id":"/.test(canonicalJson(member))),
  };
  return { schema, root };
}

/** The same root, another schema: a member of the part, or one made for a proof. */
export function within({ root }: Part, schema: Json): Part {
  return { schema, root };
}

const ids = new WeakMap<JsonObject, string>();

/** Equal for parts that allow the same documents by being written alike. */
export function partId({ schema, root }: Part): string {
  if (!isJsonObject(schema)) return canonicalJson(schema);
  const text = ids.get(schema) ?? idText(schema);
  ids.set(schema, text);
  // The text of a reference means what its own root says it means.
  return text.startsWith('$') ? `${text}@${root.id}` : text;
}

function idText({ $defs: _defs, definitions: _definitions, ...schema }: JsonObject): string {
  const text = canonicalJson(schema);
  const short = text.length > 80 ? sha256Hex(text) : text;
  return /"\$(?:ref|dynamicRef|recursiveRef)":/.test(text) ? `$${short}` : short;
}

/** One name for a conjunction, whatever the order of its parts. */
export function conjunctionId(parts: Conjunction): string {
  return [...new Set(parts.map(partId))].sort().join('&');
}

/** What a local reference names (`#`, `#/$defs/x`, `#anchor`); nothing for any other. */
export function resolveReference(reference: string, root: SchemaRoot): Part | undefined {
  if (root.hasInnerIds || !reference.startsWith('#')) return undefined;
  const fragment = decoded(reference.slice(1));
  if (fragment === undefined) return undefined;
  const schema = fragment === '' || fragment.startsWith('/') ? atPointer(root.schema, fragment) : atAnchor(root.schema, fragment);
  return schema === undefined ? undefined : { schema, root };
}

function decoded(fragment: string): string | undefined {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return undefined;
  }
}

function atPointer(schema: Json, pointer: string): Json | undefined {
  let place: Json | undefined = schema;
  for (const step of pointer.split('/').slice(1)) {
    const key = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof place !== 'object' || place === null || !Object.hasOwn(place, key)) return undefined;
    place = (place as JsonObject)[key];
  }
  return place;
}

function atAnchor(schema: Json, anchor: string): Json | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined;
  if (isJsonObject(schema) && schema.$anchor === anchor) return schema;
  for (const member of Object.values(schema)) {
    const found = atAnchor(member as Json, anchor);
    if (found !== undefined) return found;
  }
  return undefined;
}
