import type { Diagnostic } from '../../base/diagnostic.ts';
import { readMonitor } from '../../evals/monitor/read-monitor.ts';
import { readSuite } from '../../evals/suite/read-suite.ts';
import { readRollout } from '../../release/rollout/read-rollout.ts';
import type { SourceFile } from '../../workspace/files/source-file.ts';

/** What a rollout or a monitor may name. */
export interface Project {
  /** Ids of its prompts. */
  readonly prompts: readonly string[];
  readonly environments: readonly string[];
}

/**
 * What is wrong with a suite, a rollout or a monitor; nothing for other kinds, which the library checks together.
 *
 * Without a project the file is looked at by itself: one that lies outside may be about another.
 */
export function sourceFindings({ kind, path, id, text }: SourceFile, project?: Project): readonly Diagnostic[] {
  switch (kind) {
    case 'suite':
      return readSuite({ file: path, text }, project).diagnostics;
    case 'rollout':
      return readRollout({ file: path, text }, project && { ...project, place: id }).diagnostics;
    case 'monitor':
      return readMonitor({ file: path, text }, project).diagnostics;
    default:
      return [];
  }
}
