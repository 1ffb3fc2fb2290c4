import type { ChalkInstance } from 'chalk';
import { type Digest, shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import type { Difference, EnvironmentStatus, StatusOutcome } from '../../../workflows/release/status.ts';
import { jsonDocument } from '../../json.ts';
import { wrapText } from '../fit-text.ts';
import { fittedTable } from '../table.ts';

const MEANING: Readonly<Record<Difference, string>> = {
  unlocked: 'not in the lockfile; run `promptlane lock`',
  drift: 'edited since it was locked; run `promptlane lock`',
  orphan: 'pinned, but gone from the tree; run `promptlane lock`',
  draft: 'edited in the registry, and Git is not known to have it; run `promptlane pull`',
  pending: 'pinned in Git, not served yet; run `promptlane push` or `promptlane apply`',
  'registry-ahead':
    'the registry left what Git pins; see `promptlane history`, then run `promptlane pull`. The first environment follows the tree: mend the prompt there, and push',
  'remote-diverged': 'served, and not pinned in Git; see `promptlane history`',
};

/** Renders what differs, one row per prompt, with what each difference means. */
export function statusText({ rows, prompts, environments, online }: StatusOutcome, color: ChalkInstance, columns: number): string {
  const scope = online ? 'tree, lockfile and registry' : 'tree and lockfile';
  const unasked = online ? '' : ' The registry was not asked.';
  if (rows.length === 0) return `${color.green('✓')} ${counted(prompts, 'prompt')}: ${scope} agree.${unasked}`;
  const header = ['PROMPT', 'TREE', ...environments.map((name) => name.toUpperCase()), 'DIFFERENCE'].map((title) => color.dim(title));
  const lines = rows.map(({ prompt, tree, environments: statuses, differences }) => [
    prompt,
    digestText(tree, color),
    ...statuses.map((status) => environmentText(status, online, color)),
    color.yellow(
      [
        ...new Set(
          differences.map(({ environment, difference }) => (environment === undefined ? difference : `${difference} (${environment})`)),
        ),
      ].join(', '),
    ),
  ]);
  const kinds = [...new Set(rows.flatMap(({ differences }) => differences.map(({ difference }) => difference)))];
  const legend = kinds.flatMap((kind) => wrapText(`${kind}: ${MEANING[kind]}`, columns)).map((line) => color.dim(line));
  return [
    ...wrapText(
      `${rows.length} of ${counted(prompts, 'prompt')} ${rows.length === 1 ? 'differs' : 'differ'} between ${scope}.${unasked}`,
      columns,
    ),
    '',
    fittedTable(header, lines, columns),
    '',
    ...legend,
  ].join('\n');
}

export function statusJson({ rows, prompts, environments, online }: StatusOutcome): string {
  return jsonDocument('promptlane/status/v1', { prompts, environments, online, rows });
}

/** `3f9a…` where Git and the registry agree, `3f9a… ≠ 77b0…` where they do not. */
function environmentText({ locked, served }: EnvironmentStatus, online: boolean, color: ChalkInstance): string {
  if (!online || locked === served) return digestText(locked, color);
  return `${digestText(locked, color)} ≠ ${digestText(served, color)}`;
}

function digestText(digest: Digest | undefined, color: ChalkInstance): string {
  return digest === undefined ? color.dim('-') : shortDigest(digest);
}
