import { FILE_START, type Severity } from '../../../base/diagnostic.ts';
import { counted } from '../../../base/text/counted.ts';
import type { BreakingChange } from '../../../prompt/breaking/breaking-change.ts';
import type { BreakingOutcome } from '../../compare/breaking.ts';
import type { CiFinding } from '../document/ci-document.ts';
import { FAILED_ENDINGS, findingOf, type GateResult, resultOf } from '../gate-result.ts';

const SEVERITIES: Readonly<Record<BreakingChange['level'], Severity>> = { error: 'error', warn: 'warning', info: 'info' };

/** Whether a change breaks the callers of the prompts, as `breaking` says. */
export function breakingGate(outcome: BreakingOutcome, prefix: string): GateResult {
  const { changes, ignored, diagnostics, semver, unreadable, verdict } = outcome;
  const findings = [
    ...changes.map((change) => changeFinding(change, prefix)),
    ...ignored.map(({ change, reason }) => ({ ...changeFinding(change, prefix), accepted: reason })),
    ...diagnostics.map((diagnostic) => findingOf('breaking', diagnostic, prefix)),
    ...[...unreadable].map(([id, reason]) => unreadableFinding(id, reason)),
  ];
  const count = changes.filter(({ level }) => level === 'error').length;
  const warnings = changes.filter(({ level }) => level === 'warn').length;
  const summary = `${counted(count, 'breaking change')}, ${counted(warnings, 'warning')}; a release would be ${RELEASES[semver]}.`;
  const result = resultOf('breaking', summary, findings, { breaking: { count, semver } });
  return verdict === 'invalid-ignores' ? { ...result, ending: 'validation' } : { ...result, ending: ENDINGS[verdict] };
}

const ENDINGS = { compatible: 'ok', breaking: FAILED_ENDINGS.breaking } as const;
const RELEASES = { major: 'a major version', minor: 'a minor version', patch: 'a patch', none: 'empty' } as const;

/** A prompt that is gone has no place; the lockfile, which pinned it, is where a reviewer looks. */
function changeFinding({ rule, level, prompt, message, hint, place }: BreakingChange, prefix: string): CiFinding {
  const { file, range } = place ?? { file: 'promptlane.lock', range: FILE_START };
  return { ...findingOf('breaking', { file, range, rule, severity: SEVERITIES[level], message, hint }, prefix), subject: prompt };
}

function unreadableFinding(id: string, reason: string): CiFinding {
  const message = `${id} was invalid before, where nobody could call it; nothing is said about its change.`;
  return { gate: 'breaking', rule: 'unreadable-before', severity: 'info', message, hint: reason, subject: id };
}
