import { wellFormed } from '../../../base/report/report.ts';
import { byCodePoint } from '../../../base/text/code-point-order.ts';
import type { FailOn } from '../fail-on.ts';
import { FAILED_ENDINGS, type GateEnding, type GateResult } from '../gate-result.ts';
import { CI_GATES, type CiDocument, type CiFinding, type CiGate, MOST_FINDINGS, MOST_LINE } from './ci-document.ts';

/** How endings become exit codes; the face knows. */
export interface Endings {
  exitCode(ending: GateEnding): number;
  /** One ending for several, in the order of the gates. */
  worst(endings: readonly GateEnding[]): GateEnding;
}

/** What a run knows beside its gates. */
export type CiContext = Pick<CiDocument, 'against' | 'restricted' | 'changed'> & Partial<Pick<CiDocument, 'commit' | 'restrictedBecause'>>;

/** What a run found, and how the command ends. */
export interface CiOutcome {
  readonly document: CiDocument;
  readonly ending: GateEnding;
}

/** One document and one verdict out of what the gates said, within the bounds of the schema. */
export function ciDocumentOf(results: readonly GateResult[], context: CiContext, failOn: FailOn, endings: Endings): CiOutcome {
  const ordered = results.toSorted((left, right) => CI_GATES.indexOf(left.gate) - CI_GATES.indexOf(right.gate));
  const gates = ordered.map((result) => gateOf(result, failOn, endings));
  const deciding = ordered.filter(({ gate }) => failOn.gates.has(gate));
  const ending = endings.worst(deciding.map((result) => endingOf(result, failOn)));
  const findings = ordered.flatMap((result) => result.findings.toSorted(byWorth));
  const facts = Object.assign({}, ...ordered.map((result) => result.facts)) as NonNullable<GateResult['facts']>;
  const verdict = verdictOf(ending, gates);
  const document: CiDocument = {
    schema: 'promptlane/ci/v1',
    verdict,
    exitCode: endings.exitCode(ending),
    summary: summaryOf(verdict, gates, failOn),
    ...context,
    gates,
    findings: findings.slice(0, MOST_FINDINGS),
    unlisted: Math.max(0, findings.length - MOST_FINDINGS),
    evaluations: [],
    plans: [],
    ...facts,
  };
  return { document: bounded(document), ending };
}

function gateOf(result: GateResult, failOn: FailOn, endings: Endings): CiDocument['gates'][number] {
  const { gate, status, summary } = result;
  const exitCode = endings.exitCode(endingOf(result, failOn));
  return { gate, status, summary, exitCode, ...(!failOn.gates.has(gate) && { advisory: true as const }) };
}

function endingOf({ gate, status, ending }: GateResult, { warnings }: FailOn): GateEnding {
  return warnings && status === 'warned' ? FAILED_ENDINGS[gate] : ending;
}

function verdictOf(ending: GateEnding, gates: CiDocument['gates']): CiDocument['verdict'] {
  if (ending === 'ok') return 'passed';
  const deciding = gates.filter(({ advisory, exitCode }) => advisory === undefined && exitCode !== 0);
  return deciding.some(({ status }) => status === 'failed' || status === 'warned') ? 'failed' : 'trouble';
}

function summaryOf(verdict: CiDocument['verdict'], gates: CiDocument['gates'], failOn: FailOn): string {
  const named = (wanted: (gate: CiDocument['gates'][number]) => boolean): CiGate[] => gates.filter(wanted).map(({ gate }) => gate);
  const decides = (gate: CiDocument['gates'][number]) => gate.advisory === undefined && gate.exitCode !== 0;
  const failed = named((gate) => decides(gate) && (gate.status === 'failed' || gate.status === 'warned'));
  const unjudged = named((gate) => decides(gate) && (gate.status === 'trouble' || gate.status === 'skipped'));
  if (verdict === 'passed') return passedSummary(gates, failOn);
  return [
    ...(failed.length > 0 ? [`Failed: ${failed.join(', ')}.`] : []),
    ...(unjudged.length > 0 ? [`Could not be judged: ${unjudged.join(', ')}.`] : []),
  ].join(' ');
}

function passedSummary(gates: CiDocument['gates'], { gates: deciding }: FailOn): string {
  if (deciding.size === 0) return 'Nothing was asked to decide: the findings are for reading only.';
  const passed = gates.filter(({ gate, status }) => deciding.has(gate) && status !== 'skipped').map(({ gate }) => gate);
  const apart = gates.filter(({ gate, status }) => deciding.has(gate) && status === 'skipped').map(({ gate }) => gate);
  const overlooked = gates.filter(({ advisory, exitCode }) => advisory && exitCode !== 0).map(({ gate }) => gate);
  return [
    passed.length === 0 ? 'There was nothing to judge.' : `Passed: ${passed.join(', ')}.`,
    ...(apart.length > 0 ? [`Skipped: ${apart.join(', ')}.`] : []),
    ...(overlooked.length > 0 ? [`Not passed, but left out of the verdict: ${overlooked.join(', ')}.`] : []),
  ].join(' ');
}

const WORTH: Readonly<Record<CiFinding['severity'], number>> = { error: 0, warning: 1, info: 2 };

/** Errors first, what is accepted last, then by place. */
function byWorth(left: CiFinding, right: CiFinding): number {
  const accepted = Number(left.accepted !== undefined) - Number(right.accepted !== undefined);
  const [one, other] = [left.place, right.place];
  return (
    accepted ||
    WORTH[left.severity] - WORTH[right.severity] ||
    byCodePoint(one?.file ?? '', other?.file ?? '') ||
    (one?.line ?? 0) - (other?.line ?? 0) ||
    (one?.column ?? 0) - (other?.column ?? 0)
  );
}

/** The same document, no text in it longer than the schema allows or unfit for UTF-8. */
function bounded<Value>(value: Value): Value {
  if (typeof value === 'string') return line(value) as Value;
  if (Array.isArray(value)) return value.map(bounded) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, bounded(member)])) as Value;
}

function line(text: string): string {
  const fit = wellFormed(text);
  return fit.length <= MOST_LINE ? fit : wellFormed(`${fit.slice(0, MOST_LINE - 1)}…`);
}
