import type { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../../../base/json/canonical-json.ts';
import type { MappingShape, NumberShape, RecordShape, Shape, TextShape } from './shape.ts';

type Issue = z.core.$ZodIssue;

/**
 * What of a value is not as its shape says: none, or the very issues that zod has with it, in zod's order.
 *
 * So whoever words issues words both alike. Messages are empty where the wording starts from the code.
 */
export function misfitsOf(shape: Shape, value: Json): readonly Issue[] {
  const examination = new Examination();
  examination.look(shape, value);
  return examination.issues;
}

/** After these zod asks nothing more of the value. */
const FINAL: ReadonlySet<string> = new Set(['invalid_type', 'invalid_value', 'invalid_union', 'invalid_key']);

class Examination {
  readonly issues: Issue[] = [];
  readonly #path: (string | number)[] = [];

  look(shape: Shape, value: Json | undefined): void {
    switch (shape.is) {
      case 'any':
        return;
      case 'boolean':
        if (typeof value !== 'boolean') this.#wrongType('boolean');
        return;
      case 'word':
        if (typeof value !== 'string' || !shape.of.includes(value)) this.#add({ code: 'invalid_value', values: [...shape.of] });
        return;
      case 'text':
        this.#text(shape, value);
        return;
      case 'number':
      case 'int':
        this.#number(shape, value);
        return;
      case 'list':
        if (!Array.isArray(value)) this.#wrongType('array');
        else for (const [index, item] of value.entries()) this.#inside(index, shape.of, item as Json);
        this.#length(shape.min, value);
        return;
      case 'mapping':
        if (isJsonObject(value)) this.#mapping(shape, value);
        else this.#wrongType('object');
        return;
      case 'record':
        if (isJsonObject(value)) this.#record(shape, value);
        else this.#wrongType('record');
        return;
      case 'either':
        this.#either(shape.of, value);
        return;
      case 'nullable':
        if (value !== null) this.look(shape.of, value);
    }
  }

  #text({ min, pattern, error = '' }: TextShape, value: Json | undefined): void {
    if (typeof value !== 'string') this.#wrongType('string');
    this.#length(min, value);
    if (typeof value !== 'string' || pattern === undefined || regExp(pattern).test(value)) return;
    this.#add({ code: 'invalid_format', format: 'regex', pattern: `/${pattern}/`, origin: 'string' }, error);
  }

  #number({ is, min, above, max }: NumberShape, value: Json | undefined): void {
    if (typeof value !== 'number' || (is === 'int' && !Number.isInteger(value))) {
      this.#wrongType(typeof value === 'number' ? 'int' : 'number');
      return;
    }
    if (is === 'int' && value > Number.MAX_SAFE_INTEGER) this.#tooBig(Number.MAX_SAFE_INTEGER, 'int');
    if (is === 'int' && value < Number.MIN_SAFE_INTEGER) this.#tooSmall(Number.MIN_SAFE_INTEGER, 'int');
    if (min !== undefined && value < min) this.#tooSmall(min, 'number');
    if (above !== undefined && value <= above) this.#tooSmall(above, 'number');
    if (max !== undefined && value > max) this.#tooBig(max, 'number');
  }

  #mapping({ keys, required = [], others }: MappingShape, value: JsonObject): void {
    for (const [key, shape] of Object.entries(keys)) {
      if (Object.hasOwn(value, key)) this.#inside(key, shape, value[key]);
      else if (required.includes(key)) this.#inside(key, shape, undefined);
    }
    const rest = Object.keys(value).filter((key) => !Object.hasOwn(keys, key));
    if (others) for (const key of rest) this.#inside(key, others, value[key]);
    else if (rest.length > 0) this.#add({ code: 'unrecognized_keys', keys: rest });
  }

  #record({ names, of }: RecordShape, value: JsonObject): void {
    for (const [key, member] of Object.entries(value)) {
      const misnamed = names ? misfitsOf(names, key) : [];
      this.#path.push(key);
      if (misnamed.length > 0) this.#add({ code: 'invalid_key', origin: 'record', issues: [...misnamed] });
      else this.look(of, member);
      this.#path.pop();
    }
  }

  /** The first alternative that fits; else the only one that failed by details; else all that failed. */
  #either(shapes: readonly Shape[], value: Json | undefined): void {
    const attempts: (readonly Issue[])[] = [];
    for (const shape of shapes) {
      const attempt = new Examination();
      attempt.look(shape, value);
      if (attempt.issues.length === 0) return;
      attempts.push(attempt.issues);
    }
    const near = attempts.filter((issues) => !issues.some(({ code }) => FINAL.has(code)));
    const [only] = near;
    if (near.length === 1 && only) this.issues.push(...only.map((issue) => ({ ...issue, path: [...this.#path, ...issue.path] })));
    else this.#add({ code: 'invalid_union', errors: attempts.map((issues) => [...issues]) });
  }

  /** Zod asks this of whatever has a length, also when it is of the wrong type. */
  #length(min: number | undefined, value: Json | undefined): void {
    if (min === undefined || !(typeof value === 'string' || Array.isArray(value)) || value.length >= min) return;
    this.#tooSmall(min, typeof value === 'string' ? 'string' : 'array');
  }

  #inside(step: string | number, shape: Shape, value: Json | undefined): void {
    this.#path.push(step);
    this.look(shape, value);
    this.#path.pop();
  }

  #wrongType(expected: z.core.$ZodIssueInvalidType['expected']): void {
    this.#add({ code: 'invalid_type', expected });
  }

  #tooSmall(minimum: number, origin: string): void {
    this.#add({ code: 'too_small', minimum, origin });
  }

  #tooBig(maximum: number, origin: string): void {
    this.#add({ code: 'too_big', maximum, origin });
  }

  #add(said: Readonly<Record<string, unknown>> & { readonly code: Issue['code'] }, message = ''): void {
    this.issues.push({ ...said, path: [...this.#path], message } as unknown as Issue);
  }
}

const regExps = new Map<string, RegExp>();

function regExp(source: string): RegExp {
  const made = regExps.get(source) ?? new RegExp(source);
  regExps.set(source, made);
  return made;
}
