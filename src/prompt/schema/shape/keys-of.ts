import type { Shape } from './shape.ts';

/** The keys that the mapping at a path of a value may have, as far as they are known; no keys where none is known. */
export function keysOf(shape: Shape, [step, ...rest]: readonly (string | number)[]): readonly string[] {
  switch (shape.is) {
    case 'mapping': {
      if (step === undefined) return Object.keys(shape.keys);
      const member = Object.hasOwn(shape.keys, step) ? shape.keys[step] : shape.others;
      return member ? keysOf(member, rest) : [];
    }
    case 'list':
    case 'record':
      return step === undefined ? [] : keysOf(shape.of, rest);
    case 'nullable':
      return keysOf(shape.of, step === undefined ? [] : [step, ...rest]);
    default:
      return [];
  }
}
