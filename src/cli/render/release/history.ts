import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { printable } from '../../../base/text/printable.ts';
import type { HistoryEntry } from '../../../registry/registry.ts';
import type { HistoryOutcome } from '../../../workflows/release/history.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';

/** Renders the moves of an environment, newest first. */
export function historyText({ environment, prompt, entries }: HistoryOutcome, color: ChalkInstance): string {
  if (entries.length === 0)
    return prompt === undefined ? `Nothing has moved in ${environment} yet.` : `${prompt} has never moved in ${environment}.`;
  const blocks = entries.map(({ revision, time, actor, cause, message, moves }) => {
    const headline = `${color.bold(`revision ${revision}`)}  ${new Date(time).toISOString()}  ${printable(actor.name)}  ${color.cyan(cause)}`;
    const said = message === undefined ? headline : `${headline}  ${printable(message)}`;
    return [said, ...(switchText(cause, moves, color) ?? movesText(moves, color))].join('\n');
  });
  return blocks.join('\n\n');
}

/** A kill switch moves no pin: what is told is what applications are told. */
function switchText(cause: HistoryEntry['cause'], moves: HistoryEntry['moves'], color: ChalkInstance): string[] | undefined {
  if (cause !== 'kill' && cause !== 'unkill') return undefined;
  const became = cause === 'kill' ? color.red('killed') : color.green('unkilled');
  return moves.map(({ prompt, to }) => `  ! ${prompt}  ${became}${to === undefined ? '' : color.dim(`  (pinned: ${shortDigest(to)})`)}`);
}

export function historyJson({ environment, entries }: HistoryOutcome): string {
  return jsonDocument('promptlane/history/v1', { environment, entries });
}
