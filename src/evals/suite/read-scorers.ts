import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import type { Findings } from '../../prompt/document/findings.ts';
import { namedJudge } from '../scorer/judged/named-judge.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { SCORER_NAMES, scorerFor, scorerParameters } from '../scorer/scorer-for.ts';
import { RUN_GATE_KEYS } from './gate/gate-schema.ts';
import { addPartFindings } from './schema-findings.ts';

/**
 * Reads the scorers of a suite; every one is built once, so that a broken pattern or path is found here.
 *
 * @param prompts ids of the prompts that a judge may be; absent: nothing is said of them
 */
export function readScorers(findings: Findings, list: readonly Json[], prompts?: readonly string[]): ScorerSpec[] {
  const specs: ScorerSpec[] = [];
  for (const [index, entry] of list.entries()) {
    const spec = specOf(entry);
    // Whatever is not even a scorer in shape, the schema of the suite names.
    if (spec === undefined) continue;
    checkScorer(findings, spec, index, specs);
    if (prompts !== undefined) checkJudge(findings, spec, index, prompts);
    specs.push(spec);
  }
  return specs;
}

function specOf(entry: Json): ScorerSpec | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { id, uses, ...parameters } = entry;
  if (typeof uses !== 'string' || !(id === undefined || typeof id === 'string')) return undefined;
  return { id: id ?? uses, uses, parameters };
}

function checkScorer(findings: Findings, spec: ScorerSpec, index: number, before: readonly ScorerSpec[]): void {
  const path = ['scorers', index];
  const parameters = scorerParameters(spec.uses);
  if (parameters === undefined) {
    findings.add([...path, 'uses'], { rule: 'scorer-unknown', message: unknownScorer(spec.uses) });
    return;
  }
  if (before.some(({ id }) => id === spec.id)) {
    const message = `Two scorers are called "${spec.id}"; give this one an \`id\` of its own.`;
    findings.add([...path, 'id'], { rule: 'scorer-duplicate', message });
  }
  if ((RUN_GATE_KEYS as readonly string[]).includes(spec.id)) {
    findings.add([...path, 'id'], {
      rule: 'scorer-name-reserved',
      message: `"${spec.id}" is a key of the gate; call the scorer otherwise.`,
    });
  }
  const parsed = parameters.safeParse(spec.parameters);
  if (parsed.success) buildOnce(findings, spec, path);
  else addPartFindings(findings, parsed.error.issues, { schema: parameters, value: spec.parameters, path });
}

function checkJudge(findings: Findings, spec: ScorerSpec, index: number, prompts: readonly string[]): void {
  const { prompt } = namedJudge(spec) ?? {};
  if (prompt?.kind !== 'own' || prompts.includes(prompt.id)) return;
  const message = `There is no judge prompt "${prompt.id}".${didYouMean(prompt.id, prompts)}`;
  findings.add(['scorers', index, 'prompt'], { rule: 'judge-unknown', message });
}

function buildOnce(findings: Findings, spec: ScorerSpec, path: readonly (string | number)[]): void {
  try {
    scorerFor(spec);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    findings.add(path, { rule: 'scorer-broken', message: `The scorer "${spec.id}": ${error.message}`, hint: error.hint });
  }
}

function unknownScorer(uses: string): string {
  return `There is no scorer "${uses}".${didYouMean(uses, SCORER_NAMES)}`;
}
