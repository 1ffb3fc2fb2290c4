import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../../base/digest.ts';
import type { Ending } from '../../../../base/exit-code.ts';
import type { Json } from '../../../../base/json/canonical-json.ts';
import { counted } from '../../../../base/text/counted.ts';
import { printable } from '../../../../base/text/printable.ts';
import { pathText } from '../../../../prompt/document/yaml/path-text.ts';
import type { MergeConflict } from '../../../../prompt/merge/value-merge.ts';
import type { DraftOutcome, DraftResult } from '../../../../workflows/drafts/draft-outcome.ts';
import type { PinResult } from '../../../../workflows/release/pull/adopt-pins.ts';
import type { PullOutcome } from '../../../../workflows/release/pull/pull.ts';
import { jsonDocument } from '../../../json.ts';

/** Values longer than this are cut in the terminal; `--json` has them whole. */
const SHOWN = 200;

/** Renders what came in from the registry, draft by draft and pin by pin. */
export function pullText(outcome: PullOutcome, color: ChalkInstance): string {
  const { drafts, pins, mode } = outcome;
  const shown = drafts.flatMap((result) => draftText(result, mode, color));
  const moved = pins.flatMap((result) => pinText(result, mode, color));
  return [headline(outcome, color), ...shown, ...moved, ...nextSteps(outcome, color)].join('\n');
}

export function pullJson(outcome: PullOutcome): string {
  return jsonDocument('promptlane/pull/v1', pullDocument(outcome));
}

/** The outcome as data. */
export function pullDocument({ mode, drafts, pins, files, lockfile }: PullOutcome) {
  return {
    mode,
    drafts: drafts.map(({ draft, file, renamed, outcome: { kind, ...details } }) => ({ draft, file, renamed, outcome: kind, ...details })),
    pins,
    files,
    lockfile,
  };
}

/** Outcomes that leave an edit out of its file. */
const LEFT: ReadonlySet<DraftOutcome['kind']> = new Set(['conflict', 'waiting', 'gone', 'unreadable']);

/** Whether an edit could not be brought in. */
function isLeft({ outcome }: DraftResult): boolean {
  return LEFT.has(outcome.kind);
}

/** A conflict is worth more than a lockfile that may not be written. */
export function pullEnding({ drafts, lockfile, mode }: PullOutcome): Ending {
  if (drafts.some(isLeft)) return 'conflict';
  if (mode === 'dry-run' || lockfile !== 'outdated') return 'ok';
  return mode === 'frozen' ? 'drift' : 'validation';
}

function headline({ drafts, pins, mode }: PullOutcome, color: ChalkInstance): string {
  const left = drafts.filter(isLeft).length;
  const merged = drafts.filter(({ outcome }) => outcome.kind === 'merged').length;
  const adopted = pins.filter(({ outcome }) => outcome === 'adopted').length;
  if (drafts.length === 0 && adopted === 0)
    return `${color.green('✓')} Nothing to pull: the registry holds no open draft, and no pin is ahead.`;
  if (merged + adopted + left === 0) return `${color.green('✓')} Nothing to merge.`;
  const verb = mode === 'write' ? 'Pulled' : 'Would pull';
  const parts = [`${verb} ${counted(merged, 'draft')}`, ...(adopted > 0 ? [counted(adopted, 'pin')] : [])].join(' and ');
  return left > 0 ? `${color.red('✗')} ${parts}; ${left} could not be merged.` : `${color.green('✓')} ${parts}.`;
}

function draftText(result: DraftResult, mode: PullOutcome['mode'], color: ChalkInstance): string[] {
  const { draft, outcome } = result;
  const by = draft.author?.name ?? draft.uploadedBy.name;
  const said = draft.message === undefined ? '' : `: ${printable(draft.message.split('\n')[0] ?? '')}`;
  const line = `  ${signOf(outcome, color)} ${draft.id}  ${meaning(result, mode)}`;
  const origin = color.dim(`      draft ${shortDigest(draft.digest)} by ${printable(by)}${said}`);
  const conflicts = outcome.kind === 'conflict' ? outcome.conflicts : outcome.kind === 'merged' ? outcome.settled : [];
  return [line, origin, ...conflicts.flatMap((conflict) => conflictText(conflict, color))];
}

function signOf({ kind }: DraftOutcome, color: ChalkInstance): string {
  if (LEFT.has(kind)) return color.red('✗');
  return kind === 'merged' ? color.green('✓') : color.dim('·');
}

function meaning({ draft: { id }, file, renamed, outcome }: DraftResult, mode: PullOutcome['mode']): string {
  const where = `${printable(file ?? '')}${renamed === undefined ? '' : ` (now ${renamed})`}`;
  switch (outcome.kind) {
    case 'merged':
      return `${mode === 'write' ? 'merged into' : 'would be merged into'} ${where}${outcome.settled.length > 0 ? ', the draft settling:' : ''}`;
    case 'contained':
      return `is in ${where} already; a push of its commit closes the draft`;
    case 'conflict':
      return `conflict: ${where} stays as it is`;
    case 'waiting':
      return `waits for an earlier draft of ${where}`;
    case 'declined':
      return mode === 'write' ? 'declined; the tree stays as it is' : 'would be declined';
    case 'gone':
      return `the tree has no such prompt: restore its file, or decline with \`--ours ${id} --reason …\``;
    case 'unreadable':
      return `${where}: ${printable(outcome.message)}`;
  }
}

/** Field by field, all three sides. */
function conflictText({ path, ...sides }: MergeConflict, color: ChalkInstance): string[] {
  const place = path.length === 0 ? 'text' : pathText(path);
  const side = (name: 'base' | 'ours' | 'theirs') => `        ${color.dim(name.padEnd(6))} ${valueText(sides[name], color)}`;
  return [`      ${color.yellow(printable(place))}`, side('base'), side('ours'), side('theirs')];
}

function valueText(value: Json | undefined, color: ChalkInstance): string {
  if (value === undefined || value === '') return color.dim('nothing');
  const text = printable(typeof value === 'string' ? value.trimEnd() : JSON.stringify(value));
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

function pinText(
  { environment, prompt, locked, served, difference, outcome }: PinResult,
  mode: PullOutcome['mode'],
  color: ChalkInstance,
): string[] {
  const move = `${locked ? shortDigest(locked) : 'nothing'} → ${served ? shortDigest(served) : 'nothing'}`;
  const place = `${prompt} in ${environment}`;
  if (outcome === 'adopted')
    return [`  ${color.yellow('~')} ${place}  ${move}  ${mode === 'write' ? 'locked' : 'would be locked'}: the registry moved on`];
  if (outcome === 'unlockable') {
    return [`  ${color.red('!')} ${place}  ${move}  the registry is ahead, but holds no file of that version to lock`];
  }
  const why = difference === 'pending' ? 'a promotion that waits for `promptlane apply`' : 'served, and not pinned in Git';
  return [color.dim(`  · ${place}  ${move}  kept: ${why}`)];
}

function nextSteps({ drafts, files, lockfile, mode }: PullOutcome, color: ChalkInstance): string[] {
  const isMissed = drafts.some(({ outcome }) => outcome.kind === 'conflict');
  const settle = isMissed
    ? ['Take a draft with `--theirs <id>`, or write what you want of it into the file and decline the rest with `--ours <id> --reason …`.']
    : [];
  if (mode === 'frozen' && lockfile === 'outdated') {
    return [
      ...settle,
      'Nothing was written: CI is set, so the lockfile is frozen. Pull where the result is committed, or add `--no-frozen`.',
    ];
  }
  if (mode !== 'write') return settle;
  if (lockfile === 'outdated')
    return [...settle, 'The tree has errors, so nothing was locked: run `promptlane check`, then `promptlane lock`.'];
  if (files.length === 0 && lockfile !== 'written') return settle;
  return [...settle, color.dim('Look at it with `git diff`, commit it, then run `promptlane push`.')];
}
