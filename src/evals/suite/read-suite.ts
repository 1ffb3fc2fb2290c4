import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { type Findings, findingsIn } from '../../prompt/document/findings.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import type { CaseSelection } from '../dataset/selection/select-cases.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { readMatrix } from './asked/matrix.ts';
import { readTarget } from './asked/target.ts';
import { checkGate, readGate } from './gate/read-gate.ts';
import { parseBaseline } from './parse-baseline.ts';
import { readScorers } from './read-scorers.ts';
import { addPartFindings } from './schema-findings.ts';
import type { Suite } from './suite.ts';
import { type SuiteFile, suiteFileSchema } from './suite-schema.ts';

export interface ReadSuite {
  /** Absent when any finding is an error: half a suite would gate half. */
  readonly suite: Suite | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a suite may name beside itself. */
export interface SuiteProject {
  /** Ids of its prompts. */
  readonly prompts: readonly string[];
}

/**
 * Reads a suite file. Never throws for what the file says: everything wrong with it is a located finding.
 *
 * Without a project what it names outside of itself is not looked up.
 */
export function readSuite({ file, text }: { readonly file: string; readonly text: string }, project?: SuiteProject): ReadSuite {
  const document = readYaml({ file, text });
  const { value } = document;
  if (value === undefined) return { suite: undefined, diagnostics: document.diagnostics };
  const findings = findingsIn(file, document);
  const scorers = readScorers(findings, scorerList(value), project?.prompts);
  const parsed = suiteFileSchema.safeParse(value);
  if (parsed.success) {
    checkGate(findings, parsed.data.gate ?? {}, {
      scorers,
      repeat: parsed.data.repeat ?? 1,
      hasBaseline: parsed.data.baseline !== 'none',
    });
    checkAsked(findings, parsed.data);
  } else addPartFindings(findings, parsed.error.issues, { schema: suiteFileSchema, value, path: [] });
  const diagnostics = findings.all();
  if (!parsed.success || hasErrors(diagnostics)) return { suite: undefined, diagnostics };
  return { suite: toSuite(parsed.data, scorers), diagnostics };
}

function scorerList(value: Json): readonly Json[] {
  return isJsonObject(value) && Array.isArray(value.scorers) ? value.scorers : [];
}

/** One thing says who is asked. */
function checkAsked(findings: Findings, { model, matrix }: SuiteFile): void {
  if (model === undefined || matrix?.model === undefined) return;
  findings.addToKey(['model'], { rule: 'wrong-value', message: 'A suite names a `model` or a `matrix` of models, not both.' });
}

function toSuite(file: SuiteFile, scorers: readonly ScorerSpec[]): Suite {
  const { suite, prompts, model, matrix, target, dataset, split, sample, seed = 0, repeat = 1, baseline, gate = {} } = file;
  const stated = baseline === undefined ? undefined : parseBaseline(baseline);
  return {
    name: suite,
    prompts: typeof prompts === 'string' ? [prompts] : prompts,
    ...(model === undefined ? {} : { model }),
    ...(matrix === undefined ? {} : { matrix: readMatrix(matrix) }),
    ...(target === undefined ? {} : { target: readTarget(target) }),
    dataset: typeof dataset === 'string' ? [dataset] : dataset,
    selection: { ...selectionOf(split), ...(sample === undefined ? {} : { sample }) },
    seed,
    repeat,
    scorers,
    ...(stated === undefined ? {} : { baseline: stated }),
    gate: readGate(gate),
  };
}

function selectionOf({ tags, not, part, of }: NonNullable<SuiteFile['split']> = {}): CaseSelection {
  return {
    ...(tags !== undefined && { tags }),
    ...(not !== undefined && { not }),
    ...(part !== undefined && of !== undefined && { part: { name: part, of: Object.entries(of) } }),
  };
}
