import { Failure } from '../../base/failure.ts';
import { parseRevision } from '../../prompt/reference.ts';
import type { Baseline } from './suite.ts';

/** Reads `none`, `environment:production`, or what stands after the `@` of a reference: `git:main`, `v12`. Undefined for anything else. */
export function parseBaseline(text: string): Baseline | undefined {
  if (text === 'none') return { kind: 'none' };
  try {
    return { kind: 'revision', revision: parseRevision(text.replace(/^(?:@|environment:)/, '')) };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}
