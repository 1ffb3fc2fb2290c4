import { isJsonObject, type Json } from '../../../base/json/canonical-json.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import type { FieldPath } from '../schema/violation.ts';

/** Where a schema describes a field: `reply` stands at `properties.reply`. As far as the schema says it itself. */
export function fieldPlace(schema: Json | undefined, at: FieldPath): ValuePath {
  const path: (string | number)[] = [];
  let place: Json | undefined = schema;
  for (const step of at) {
    if (!isJsonObject(place)) break;
    const inner: Json | undefined = isJsonObject(place.properties) ? place.properties[String(step)] : undefined;
    if (step !== '*' && typeof step === 'string') path.push('properties', step);
    else path.push('items');
    place = typeof step === 'string' && step !== '*' ? inner : place.items;
  }
  return path;
}

/** How people call a field: `lines[].price`. */
export function fieldName(at: FieldPath): string {
  return at.map((step, index) => (step === '*' ? '[]' : typeof step === 'number' ? `[${step}]` : index === 0 ? step : `.${step}`)).join('');
}
