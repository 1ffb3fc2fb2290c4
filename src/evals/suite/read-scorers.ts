import { isJsonObject, type Json } from '../../base/canonical-json.ts';
import type { Diagnostic } from '../../base/diagnostic.ts';
import { Failure } from '../../base/failure.ts';
import { didYouMean } from '../../base/suggest.ts';
import type { YamlDocument } from '../../prompt/document/safe-yaml.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { SCORER_NAMES, scorerFor, scorerParameters } from '../scorer/scorer-for.ts';
import { schemaFindings } from './schema-findings.ts';
import { LATER_SCORERS, RUN_GATE_KEYS } from './suite-schema.ts';

export interface ReadScorers {
  readonly specs: readonly ScorerSpec[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the scorers of a suite; every one is built once, so that a broken pattern or path is found here. */
export function readScorers(file: string, document: YamlDocument, list: readonly Json[]): ReadScorers {
  const specs: ScorerSpec[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [index, entry] of list.entries()) {
    // Whatever is not even a scorer in shape, the schema of the suite has named already.
    const spec = specOf(entry);
    if (spec === undefined) continue;
    const findings = scorerFindings(file, document, spec, index, specs);
    diagnostics.push(...findings);
    specs.push(spec);
  }
  return { specs, diagnostics };
}

function specOf(entry: Json): ScorerSpec | undefined {
  if (!isJsonObject(entry)) return undefined;
  const { id, uses, ...parameters } = entry;
  if (typeof uses !== 'string' || !(id === undefined || typeof id === 'string')) return undefined;
  return { id: id ?? uses, uses, parameters };
}

function scorerFindings(
  file: string,
  document: YamlDocument,
  spec: ScorerSpec,
  index: number,
  before: readonly ScorerSpec[],
): Diagnostic[] {
  const path = ['scorers', index];
  const finding = (key: string, rule: string, message: string): Diagnostic => ({
    file,
    range: document.locate([...path, key]),
    rule,
    severity: 'error',
    message,
  });
  const parameters = scorerParameters(spec.uses);
  if (parameters === undefined) return [finding('uses', 'scorer-unknown', unknownScorer(spec.uses))];
  if (before.some(({ id }) => id === spec.id)) {
    return [finding('id', 'scorer-duplicate', `Two scorers are called "${spec.id}"; give this one an \`id\` of its own.`)];
  }
  if ((RUN_GATE_KEYS as readonly string[]).includes(spec.id)) {
    return [finding('id', 'scorer-name-reserved', `"${spec.id}" is a key of the gate; call the scorer otherwise.`)];
  }
  const parsed = parameters.safeParse(spec.parameters, { reportInput: true });
  if (!parsed.success) return schemaFindings(file, document, parameters, parsed.error.issues, path);
  try {
    scorerFor(spec);
    return [];
  } catch (error) {
    if (error instanceof Failure) return [finding('value', 'scorer-broken', `The scorer "${spec.id}": ${error.message}`)];
    throw error;
  }
}

function unknownScorer(uses: string): string {
  if (LATER_SCORERS.has(uses)) return `The scorer "${uses}" is not supported by this version.`;
  return `There is no scorer "${uses}".${didYouMean(uses, SCORER_NAMES)}`;
}
