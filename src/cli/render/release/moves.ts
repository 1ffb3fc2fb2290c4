import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import type { Move } from '../../../release/plan.ts';

/** One line per pin that moves, `+` new, `~` changed, `-` removed, with what it changes below it. */
export function movesText(moves: readonly (Move & { readonly changes?: readonly string[] })[], color: ChalkInstance): string[] {
  const width = Math.max(0, ...moves.map(({ prompt }) => prompt.length));
  return moves.flatMap(({ prompt, from, to, changes = [] }) => [
    `  ${signOf(from, to, color)} ${prompt.padEnd(width)}  ${color.dim(from ? shortDigest(from) : 'new')} → ${to ? color.green(shortDigest(to)) : color.red('removed')}`,
    ...changes.map((change) => `      ${color.dim(printable(change))}`),
  ]);
}

function signOf(from: Digest | undefined, to: Digest | undefined, color: ChalkInstance): string {
  if (from === undefined) return color.green('+');
  return to === undefined ? color.red('-') : color.yellow('~');
}
