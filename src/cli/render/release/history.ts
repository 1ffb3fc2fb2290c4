import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { HistoryOutcome } from '../../../workflows/release/history.ts';
import { jsonDocument } from '../../json.ts';
import { movesText } from './moves.ts';

/** Renders the moves of an environment, newest first. */
export function historyText({ environment, prompt, entries }: HistoryOutcome, color: ChalkInstance): string {
  if (entries.length === 0)
    return prompt === undefined ? `Nothing has moved in ${environment} yet.` : `${prompt} has never moved in ${environment}.`;
  const blocks = entries.map(({ revision, time, actor, cause, message, moves }) => {
    const headline = `${color.bold(`revision ${revision}`)}  ${new Date(time).toISOString()}  ${printable(actor.name)}  ${color.cyan(cause)}`;
    return [message === undefined ? headline : `${headline}  ${printable(message)}`, ...movesText(moves, color)].join('\n');
  });
  return blocks.join('\n\n');
}

export function historyJson({ environment, entries }: HistoryOutcome): string {
  return jsonDocument('promptlane/history/v1', { environment, entries });
}
