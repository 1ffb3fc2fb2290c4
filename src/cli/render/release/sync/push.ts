import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../../base/digest.ts';
import type { Ending } from '../../../../base/exit-code.ts';
import { counted } from '../../../../base/text/counted.ts';
import { printable } from '../../../../base/text/printable.ts';
import type { HeldPin } from '../../../../workflows/release/push/held-pins.ts';
import type { PushOutcome } from '../../../../workflows/release/push/push.ts';
import type { SettledDrafts } from '../../../../workflows/release/push/settle-drafts.ts';
import { jsonDocument } from '../../../json.ts';
import { applyText } from '../plan.ts';

const SHOWN = 20;

/** Renders what was uploaded and what moved, and what of others was left as it is. */
export function pushText({ uploaded, unchanged, applied, held, drafts, uploadsReplace }: PushOutcome, color: ChalkInstance): string {
  const names = uploaded.slice(0, SHOWN).map(({ id, number }) => `  ${color.green('↑')} ${id} ${color.dim(`v${number}`)}`);
  const more = uploaded.length > SHOWN ? [color.dim(`  … and ${uploaded.length - SHOWN} more`)] : [];
  const headline = `Pushed ${counted(uploaded.length, 'new version')}; ${unchanged} unchanged.`;
  return [
    headline,
    ...names,
    ...more,
    ...(applied ? [applyText([applied], color)] : []),
    ...held.map((pin) => heldText(pin, uploadsReplace, color)),
    ...draftsText(drafts, new Set(held.filter(({ why }) => why === 'edited').map(({ prompt }) => prompt)), color),
  ].join('\n');
}

export function pushJson(outcome: PushOutcome): string {
  return jsonDocument('promptlane/push/v1', pushDocument(outcome));
}

/** The outcome as data. */
export function pushDocument({ uploaded, unchanged, applied, held, drafts }: PushOutcome) {
  return { uploaded, unchanged, ...(applied && { applied }), held, drafts };
}

/** A pin that both sides changed is a conflict: someone has to decide. One that this checkout is merely behind of is none. */
export function pushEnding({ applied, held }: PushOutcome): Ending {
  if (applied && applied.plan.refusals.length > 0) return 'access';
  return held.some(({ why }) => why !== 'behind') ? 'conflict' : 'ok';
}

function heldText({ prompt, served, wanted, why, by, commit }: HeldPin, uploadsReplace: boolean, color: ChalkInstance): string {
  const mark = why === 'behind' ? color.yellow('!') : color.red('✗');
  const overrule = uploadsReplace ? '' : ', or overrule it with `promptlane apply`';
  return [
    `${mark} ${prompt} stays ${shortDigest(served)}: ${printable(by.name)} ${why === 'edited' ? 'edited it in the registry' : `moved it ${fromText(commit)}`}.`,
    color.dim(`    ${HELD[why](shortDigest(wanted), overrule)}`),
  ].join('\n');
}

function fromText(commit: string | undefined): string {
  return commit === undefined ? 'from outside any commit' : `from commit ${commit.slice(0, 12)}, which this checkout does not contain`;
}

const HELD: Readonly<Record<HeldPin['why'], (wanted: string, overrule: string) => string>> = {
  behind: (wanted) => `This checkout pins ${wanted}, as it was before, and changed nothing since. Merge that commit to follow.`,
  diverged: (wanted, overrule) => `This checkout changed it too, to ${wanted}. Merge that commit and push again${overrule}.`,
  unknown: (wanted, overrule) =>
    `This checkout pins ${wanted}, which was left there: an old state, or a revert? Its history does not tell. Fetch what is missing${overrule}.`,
  edited: (wanted) => `This checkout changed it too, to ${wanted}. Run \`promptlane pull\`, commit and push again.`,
};

/** @param told prompts whose edits stand above already */
function draftsText({ closed, uncommitted, open: all }: SettledDrafts, told: ReadonlySet<string>, color: ChalkInstance): string[] {
  const open = all.filter(({ id }) => !told.has(id));
  return [
    ...(closed.length > 0 ? [`${color.green('✓')} ${namesOf(closed)}: what was edited in the registry is in Git; closed.`] : []),
    ...(uncommitted.length > 0
      ? [
          `${color.yellow('!')} ${namesOf(uncommitted)}: what was edited in the registry is here, but not committed. Commit and push to close it.`,
        ]
      : []),
    ...(open.length > 0
      ? [
          `${color.yellow('!')} ${namesOf(open)}: edited in the registry, and not in this tree. Nothing of it is lost; run \`promptlane pull\`.`,
        ]
      : []),
  ];
}

function namesOf(drafts: readonly { readonly id: string }[]): string {
  const names = [...new Set(drafts.map(({ id }) => id))];
  return names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
}
