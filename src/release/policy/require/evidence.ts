import { shortDigest } from '../../../base/digest.ts';
import { durationText } from '../../../base/duration.ts';
import type { Refusal, RefusalCode } from '../../plan.ts';
import type { Candidate } from '../candidate.ts';
import type { EvidenceFact } from '../facts.ts';
import type { EvidenceRequirement, Policy, Requirements } from '../policy.ts';

/** Whether the suites that are asked for passed on exactly this version. */
export function evidenceRefusals(candidate: Candidate, { evidence = [] }: Requirements, { inconclusive }: Policy): Refusal[] {
  return evidence.flatMap((requirement) => refusalOf(candidate, requirement, inconclusive) ?? []);
}

/** Runs that could not tell, and are let pass. */
export function inconclusiveNotes({ move, facts, shown }: Candidate, { evidence = [] }: Requirements, { inconclusive }: Policy): string[] {
  if (inconclusive === 'refuse') return [];
  return evidence.flatMap(({ suite }) => {
    const newest = newestThatCounts(facts.evidence(move.prompt, move.to), suite);
    if (newest?.verdict !== 'inconclusive') return [];
    return [`${shown}: suite "${suite}" has too few cases to tell (evidence ${newest.id}), which this policy allows.`];
  });
}

/** Versions that failed before they passed: the newest run decides, so whoever looks at it hears of the others. */
export function rerunNotes({ move, facts, shown }: Candidate, { evidence = [] }: Requirements): string[] {
  return evidence.flatMap(({ suite }) => {
    const runs = facts.evidence(move.prompt, move.to).filter((run) => run.suite === suite && run.discounted === undefined);
    const failed = runs.filter(({ verdict }) => verdict === 'failed').length;
    const newest = newestThatCounts(runs, suite);
    if (failed === 0 || newest === undefined || newest.verdict === 'failed') return [];
    return [`${shown}: suite "${suite}" ran ${runs.length} times on this version and failed ${failed} of them; the newest counts.`];
  });
}

/** An earlier pass does not hide that it failed since. */
function newestThatCounts(runs: readonly EvidenceFact[], suite: string): EvidenceFact | undefined {
  return runs.find((run) => run.suite === suite && run.isAccepted && run.discounted === undefined);
}

function refusalOf(candidate: Candidate, requirement: EvidenceRequirement, inconclusive: Policy['inconclusive']): Refusal | undefined {
  const { move, facts, shown } = candidate;
  const { suite } = requirement;
  const runs = facts.evidence(move.prompt, move.to).filter((run) => run.suite === suite);
  const newest = newestThatCounts(runs, suite);
  const refuse = (code: RefusalCode, message: string): Refusal => ({
    code,
    prompt: move.prompt,
    message: `${shown}: ${message}`,
    satisfy: `Run \`promptlane eval ${suite} --upload\` in CI on this version, against what ${candidate.environment} pins.`,
  });
  if (newest === undefined) return refuse('evidence-missing', `no accepted run of suite "${suite}" shows this version${whyNone(runs[0])}.`);
  if (newest.verdict === 'failed') return refuse('evidence-failed', `suite "${suite}" failed (evidence ${newest.id}).`);
  if (newest.verdict === 'inconclusive' && inconclusive === 'refuse') {
    return refuse('evidence-inconclusive', `suite "${suite}" has too few cases to tell (evidence ${newest.id}).`);
  }
  const stale = staleness(candidate, requirement, newest);
  return stale === undefined ? undefined : refuse('evidence-stale', `the run of suite "${suite}" ${stale}.`);
}

function staleness(
  { move, facts, environment }: Candidate,
  { maxAge, baseline }: EvidenceRequirement,
  run: EvidenceFact,
): string | undefined {
  if (maxAge !== undefined && facts.now - run.at > maxAge) return `is older than ${durationText(maxAge)}`;
  const active = move.from ?? 'none';
  if (baseline === undefined || run.baseline === active) return undefined;
  return `was compared with ${nameOf(run.baseline)}, and ${environment} pins ${nameOf(active)}`;
}

function nameOf(baseline: EvidenceFact['baseline']): string {
  return baseline === 'none' ? 'nothing' : shortDigest(baseline);
}

function whyNone(run: EvidenceFact | undefined): string {
  if (run === undefined) return '';
  return run.discounted === undefined
    ? ` (the newest one ran a suite that nobody accepted)`
    : ` (the newest one does not count: ${run.discounted})`;
}
