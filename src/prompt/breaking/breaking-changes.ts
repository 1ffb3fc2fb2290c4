import { byPlace, type Diagnostic } from '../../base/diagnostic.ts';
import { byCodePoint } from '../../base/text/code-point-order.ts';
import type { PromptId } from '../prompt.ts';
import type { BreakingChange, BreakingOptions, BreakingReport, IgnoredChange, PromptSides } from './breaking-change.ts';
import { type ChangedFile, sourceFileOf } from './changed-file.ts';
import { sharedChanges } from './classify/shared-changes.ts';
import { versionChanges } from './classify/version-changes.ts';
import type { Found } from './found.ts';
import { type PromptPair, pairPrompts } from './pair-prompts.ts';
import { RULE_IDS, RULES, type Rule, type RuleLevel } from './rules.ts';
import { semverHint } from './semver-hint.ts';

/**
 * Says what a change of prompts means for their callers, their evals and their bill: every rule of {@link RULES}.
 *
 * The sides may be anything that holds whole versions: trees, git revisions, the pins of an environment.
 * Nothing is reported for what is equal, and two versions that differ are never without a word.
 */
export function breakingChanges(before: PromptSides, after: PromptSides, options: BreakingOptions = {}): BreakingReport {
  const pairs = pairPrompts(before, after, options);
  const files = new Map([...after].flatMap(([id, { source }]) => (source ? [[id, sourceFileOf(source)] as const] : [])));
  const changes = [...pairs.flatMap((pair) => promptFindings(pair, options)), ...sharedFindings(pairs)];
  const settled = changes.flatMap((change) => settle(change, files, options));
  const shown = settled.filter(({ level }) => level !== 'off').map(({ change }) => change);
  const ignored = settled.flatMap(({ change, reason }): IgnoredChange[] => (reason === undefined ? [] : [{ change, reason }]));
  const accepted = new Set(ignored.map(({ change }) => change));
  const open = shown.filter((change) => !accepted.has(change)).sort(byPromptAndRule);
  return { changes: open, ignored, diagnostics: diagnosticsOf(files), semver: semverHint(open, changes.length > 0) };
}

/** A finding with the prompt that it is about. */
interface Change extends Found {
  readonly prompt: PromptId;
  readonly dependents?: readonly PromptId[];
  /** Has passed its evals. */
  readonly isEvaluated: boolean;
}

function promptFindings({ id, before, after, found }: PromptPair, options: BreakingOptions): Change[] {
  const isEvaluated = after !== undefined && options.evaluated?.has(after.version.digest) === true;
  const inside = before && after ? versionChanges(before, after, options) : [];
  return [...found, ...inside].map((one) => ({ ...one, prompt: id, isEvaluated }));
}

function sharedFindings(pairs: readonly PromptPair[]): Change[] {
  const both = pairs.flatMap(({ before, after }) => (before && after ? [[before.version, after.version] as const] : []));
  return sharedChanges(both).map(({ shared, ...found }) => ({ ...found, prompt: shared, isEvaluated: false }));
}

interface Settled {
  readonly change: BreakingChange;
  readonly level: RuleLevel;
  /** Why it is accepted, when it is. */
  readonly reason?: string;
}

/** Gives a finding its level, its place in the later file, and the reason of an ignore that accepts it. */
function settle(found: Change, files: ReadonlyMap<PromptId, ChangedFile>, { levels }: BreakingOptions): Settled[] {
  const { rule: id, isEvaluated, level: own, ...said } = found;
  const rule: Rule = RULES[id];
  const level = levels?.[id] ?? (isEvaluated && rule.class === 'needs-eval' ? 'info' : (own ?? rule.level));
  const file = files.get(found.prompt);
  // What nobody is told needs no place, and finding one reads the file as YAML again.
  const place = level === 'off' ? undefined : file?.place(found.path);
  const change: BreakingChange = {
    ...said,
    rule: id,
    class: rule.class,
    // A change that is off is never shown; its level is only told of changes that are.
    level: level === 'off' ? 'info' : level,
    hint: found.hint ?? rule.mend,
    ...(place !== undefined && { place }),
  };
  const reason = level === 'off' ? undefined : reasonFor(found, file, files);
  return [{ change, level, ...(reason !== undefined && { reason }) }];
}

/** A shared change is accepted when every prompt that it reaches accepts it. */
function reasonFor(
  { rule, path, dependents }: Change,
  file: ChangedFile | undefined,
  files: ReadonlyMap<PromptId, ChangedFile>,
): string | undefined {
  if (dependents === undefined) return file?.accept(rule, path);
  const reasons = dependents.map((id) => files.get(id)?.accept(rule, []));
  return reasons.every((reason) => reason !== undefined) ? [...new Set(reasons)].join('; ') : undefined;
}

function diagnosticsOf(files: ReadonlyMap<PromptId, ChangedFile>): Diagnostic[] {
  return [...files.values()].flatMap((file) => file.diagnostics()).sort(byPlace);
}

function byPromptAndRule(one: BreakingChange, other: BreakingChange): number {
  const byRule = RULE_IDS.indexOf(one.rule) - RULE_IDS.indexOf(other.rule);
  return byCodePoint(one.prompt, other.prompt) || byRule || byCodePoint(one.path.join('\n'), other.path.join('\n'));
}
