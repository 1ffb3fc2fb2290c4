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
    const stayed = moves.filter(({ from, to }) => from === to);
    const moved = moves.filter(({ from, to }) => from !== to);
    return [said, ...stayingText(cause, stayed, color), ...movesText(moved, color)].join('\n');
  });
  return blocks.join('\n\n');
}

/** Of a prompt whose pin stays, what applications are told instead. */
function stayingText(cause: HistoryEntry['cause'], moves: HistoryEntry['moves'], color: ChalkInstance): string[] {
  const became = BECAME[cause]?.(color) ?? cause;
  return moves.map(({ prompt, to }) => `  ! ${prompt}  ${became}${to === undefined ? '' : color.dim(`  (pinned: ${shortDigest(to)})`)}`);
}

const BECAME: Partial<Record<HistoryEntry['cause'], (color: ChalkInstance) => string>> = {
  kill: (color) => color.red('killed'),
  unkill: (color) => color.green('unkilled'),
  rollout: (color) => color.cyan('rollout changed'),
  apply: (color) => color.cyan('rollout changed'),
  rollback: (color) => color.yellow('rollout ended'),
  revoke: (color) => color.red('has a revoked version'),
};

export function historyJson({ environment, entries }: HistoryOutcome): string {
  return jsonDocument('promptlane/history/v1', { environment, entries });
}
