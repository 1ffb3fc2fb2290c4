import { Failure } from '../../base/failure.ts';
import { parseRevision } from '../../prompt/reference.ts';
import type { Baseline } from './suite.ts';

/** Reads `none`, `file:runs/last.jsonl`, `environment:production`, or what stands after the `@` of a reference: `git:main`, `v12`. Undefined for anything else. */
export function parseBaseline(text: string): Baseline | undefined {
  if (text === 'none') return { kind: 'none' };
  if (text.startsWith('file:')) return fileBaseline(text.slice('file:'.length).trim());
  try {
    return { kind: 'revision', revision: parseRevision(text.replace(/^(?:@|environment:)/, '')) };
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** A suite may come with anybody's change: it names files below the workspace, and whoever opens them sees to the rest. */
function fileBaseline(file: string): Baseline | undefined {
  return file === '' || /^(?:[\\/]|[A-Za-z]:)/.test(file) ? undefined : { kind: 'file', file };
}
