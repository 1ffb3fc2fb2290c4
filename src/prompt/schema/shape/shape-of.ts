import type { z } from 'zod';
import type { Shape } from './shape.ts';

type Schema = z.core.$ZodTypes;
type Check = z.core.$ZodChecks;

/**
 * The shape that says what a zod schema says, as far as JSON goes.
 *
 * @throws TypeError for a schema that asks for what shapes cannot say: a shape must never accept more, or less.
 */
export function shapeOf(schema: z.core.$ZodType): Shape {
  const { def } = (schema as Schema)._zod;
  switch (def.type) {
    case 'unknown':
      return { is: 'any' };
    case 'boolean':
      return { is: 'boolean' };
    case 'string':
      return { is: 'text', ...Object.assign({}, ...checksOf(def).map(textCheck)) };
    case 'number':
      return numberShape(schema as z.core.$ZodNumber);
    case 'enum':
      return { is: 'word', of: Object.values(def.entries).map(String) };
    case 'literal':
      return { is: 'word', of: def.values.map(String) };
    case 'array':
      return { is: 'list', of: shapeOf(def.element), ...Object.assign({}, ...checksOf(def).map(lengthCheck)) };
    case 'union':
      return { is: 'either', of: def.options.map(shapeOf) };
    case 'nullable':
      return { is: 'nullable', of: shapeOf(def.innerType) };
    // `z.json()`: what was read is JSON.
    case 'lazy':
      return { is: 'any' };
    case 'record':
      return recordShape(def);
    case 'object':
      return mappingShape(def);
    default:
      throw new TypeError(`No shape says what a schema of the type "${def.type}" says.`);
  }
}

function recordShape({ keyType, valueType, ...def }: z.core.$ZodRecordDef): Shape {
  refuse(checksOf(def));
  const names = shapeOf(keyType);
  return { is: 'record', ...(Object.keys(names).length > 1 && { names }), of: shapeOf(valueType) };
}

function mappingShape({ shape, catchall, ...def }: z.core.$ZodObjectDef): Shape {
  refuse(checksOf(def));
  const members = Object.entries(shape).map(([key, member]) => [key, member as Schema] as const);
  const required = members.filter(([, member]) => member._zod.def.type !== 'optional').map(([key]) => key);
  const others = catchall === undefined ? undefined : (catchall as Schema)._zod.def.type === 'never' ? 'none' : shapeOf(catchall);
  // Without a word about other keys zod drops them: no shape can.
  if (others === undefined) throw new TypeError('A shape says which other keys a mapping may have.');
  return {
    is: 'mapping',
    keys: Object.fromEntries(
      members.map(([key, { _zod }]) => [key, shapeOf(_zod.def.type === 'optional' ? _zod.def.innerType : ({ _zod } as Schema))]),
    ),
    ...(required.length > 0 && { required }),
    ...(others !== 'none' && { others }),
  };
}

function numberShape({ _zod }: z.core.$ZodNumber): Shape {
  const { def } = _zod;
  const format = 'format' in def ? def.format : undefined;
  if (format !== undefined && format !== 'safeint') throw new TypeError(`No shape says "${String(format)}".`);
  return { is: format === undefined ? 'number' : 'int', ...Object.assign({}, ...checksOf(def).map(numberCheck)) };
}

function textCheck(check: Check): object {
  const { def } = check._zod;
  if (def.check === 'min_length') return { min: def.minimum };
  if (def.check !== 'string_format' || def.format !== 'regex' || !(def.pattern instanceof RegExp) || def.pattern.flags !== '')
    throw unsaid(check);
  return { pattern: def.pattern.source, error: def.error?.({} as never) };
}

function lengthCheck(check: Check): object {
  if (check._zod.def.check !== 'min_length') throw unsaid(check);
  return { min: check._zod.def.minimum };
}

function numberCheck(check: Check): object {
  const { def } = check._zod;
  if (def.check === 'greater_than') return def.inclusive ? { min: def.value } : { above: def.value };
  if (def.check === 'less_than' && def.inclusive) return { max: def.value };
  throw unsaid(check);
}

function checksOf(def: object): readonly Check[] {
  return 'checks' in def ? ((def.checks ?? []) as readonly Check[]) : [];
}

function refuse([check]: readonly Check[]): void {
  if (check) throw unsaid(check);
}

function unsaid({ _zod }: Check): TypeError {
  return new TypeError(`No shape says what the check "${_zod.def.check}" asks for.`);
}
