import type { ChalkInstance } from 'chalk';
import type { InitOutcome } from '../../../workflows/authoring/init.ts';
import type { HooksOutcome } from '../../../workflows/hooks/install-hooks.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what was set up, and what to do next. */
export function initText({ written, kept, extent }: InitOutcome, color: ChalkInstance): string {
  const lines = [
    ...written.map((path) => `  ${color.green('+')} ${path}`),
    ...kept.map((path) => `  ${color.dim(`= ${path} (already there)`)}`),
  ];
  if (extent === 'clone')
    return ['Git merges lockfiles pin by pin in this clone, and shows diffs of prompts that read well:', ...lines].join('\n');
  const next = extent === 'bare' ? 'promptlane new support/triage' : 'promptlane check';
  return ['Promptlane is set up:', ...lines, '', `Next: ${color.bold(next)}`].join('\n');
}

export function initJson({ written, kept }: InitOutcome, hooks?: HooksOutcome): string {
  return jsonDocument('promptlane/init/v1', { written, kept, ...hooks });
}
