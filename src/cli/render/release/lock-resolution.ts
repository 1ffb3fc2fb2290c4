import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { OpenConflict, ResolveOutcome, SettledConflict } from '../../../workflows/release/merge/resolve-lock.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';

/** Renders what was merged into a lockfile, and what somebody has to decide. */
export function resolutionText(outcome: ResolveOutcome, color: ChalkInstance): string {
  const { environment, files, moves, merged, settled, conflicts, prompts } = outcome;
  const names = files.join(', ');
  const headline =
    conflicts.length === 0
      ? `${color.green('✓')} Merged ${names}: ${environment} pins ${counted(prompts, 'prompt')}, as the tree has them.`
      : `${color.red('✗')} Merged ${names} but for ${counted(conflicts.length, 'pin')} that both sides changed:`;
  const blocks = [
    ...conflicts.flatMap((conflict) => conflictLines(conflict, color)),
    ...[{ environment, moves }, ...merged].flatMap((part) =>
      part.moves.length === 0 ? [] : [`  ${part.environment}`, ...indented(movesText(part.moves, color))],
    ),
    ...(settled.length === 0 ? [] : ['  decided', ...settled.map((one) => settledLine(one, color))]),
  ];
  const next =
    conflicts.length === 0
      ? `Next: ${color.bold(`git add ${names}`)}`
      : color.dim(
          'Take one side with `promptlane lock --resolve --ours` or `--theirs`, or edit the marked pins in the file and run `promptlane lock` again.',
        );
  return [headline, ...blocks, next].join('\n');
}

export function resolutionJson({ environment, file, files, lockfile, prompts, moves, merged, settled, conflicts }: ResolveOutcome): string {
  return jsonDocument('promptlane/lock/v1', {
    environment,
    file,
    lockfile,
    prompts,
    moves,
    resolution: { files, merged, settled, conflicts },
  });
}

function conflictLines({ environment, prompt, base, ours, theirs, changes }: OpenConflict, color: ChalkInstance): string[] {
  const side = (name: string, digest: Digest | undefined) => `      ${name.padEnd(6)}  ${shown(digest, color)}`;
  return [
    `  ${color.red('!')} ${environment}  ${color.bold(prompt)}${base === undefined ? '' : `  ${color.dim(`was ${shortDigest(base)}`)}`}`,
    side('ours', ours),
    side('theirs', theirs),
    ...changes.map((change) => `        ${color.dim(printable(change))}`),
  ];
}

function settledLine({ environment, prompt, to, by }: SettledConflict, color: ChalkInstance): string {
  return `    ${environment}  ${prompt}  ${shown(to, color)} ${color.dim(by === 'hand' ? 'by hand' : `${by}`)}`;
}

function shown(digest: Digest | undefined, color: ChalkInstance): string {
  return digest === undefined ? color.red('not pinned') : shortDigest(digest);
}

function indented(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}
