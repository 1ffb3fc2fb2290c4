import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import { isJsonObject, type Json } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Findings, findingsIn } from '../../prompt/document/findings.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { ScorerSpec } from '../scorer/scorer.ts';
import { needsExpected } from '../scorer/scorer-for.ts';
import { readScorers } from '../suite/read-scorers.ts';
import { addPartFindings } from '../suite/schema-findings.ts';
import { coversPrompt } from '../suite/suite.ts';
import { type MonitorFile, monitorFileSchema } from './monitor-schema.ts';

export interface ReadMonitor {
  /** Absent when any finding is an error. */
  readonly monitor: MonitorFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The project that a monitor belongs to. */
export interface MonitoredProject {
  /** Ids of its prompts. */
  readonly prompts: readonly string[];
  readonly environments: readonly string[];
}

/** Reads a monitor file, by itself or as part of its project. Never throws for what the file says. */
export function readMonitor({ file, text }: { readonly file: string; readonly text: string }, project?: MonitoredProject): ReadMonitor {
  const document = readYaml({ file, text });
  const { value } = document;
  if (value === undefined) return { monitor: undefined, diagnostics: document.diagnostics };
  const findings = findingsIn(file, document);
  const scorers = readScorers(findings, scorerList(value));
  checkExpectations(findings, scorers);
  const parsed = monitorFileSchema.safeParse(value);
  if (parsed.success) {
    checkAlerts(findings, parsed.data, scorers);
    if (project) checkTarget(findings, parsed.data, project);
  } else {
    addPartFindings(findings, parsed.error.issues, { schema: monitorFileSchema, value, path: [] });
  }
  const diagnostics = findings.all();
  return { monitor: parsed.success && !hasErrors(diagnostics) ? parsed.data : undefined, diagnostics };
}

function scorerList(value: Json): readonly Json[] {
  return isJsonObject(value) && Array.isArray(value.scorers) ? value.scorers : [];
}

/** Nobody has written down what the answer to a real call should be. */
function checkExpectations(findings: Findings, scorers: readonly ScorerSpec[]): void {
  for (const [index, spec] of scorers.entries()) {
    if (!needsExpected(spec)) continue;
    findings.add(['scorers', index], {
      rule: 'monitor-expects',
      message: `The scorer "${spec.id}" compares with what a case expects; a call in production expects nothing.`,
      hint: 'Use it in a suite; here, ask for what holds of every answer.',
    });
  }
}

function checkAlerts(findings: Findings, { alerts = [] }: MonitorFile, scorers: readonly ScorerSpec[]): void {
  const ids = scorers.map(({ id }) => id);
  for (const [index, { scorer, floor, against, maxDrop }] of alerts.entries()) {
    if (!ids.includes(scorer)) {
      const message = `The alert names "${scorer}", which is not a scorer of this monitor.${didYouMean(scorer, ids)}`;
      findings.add(['alerts', index, 'scorer'], { rule: 'monitor-scorer-unknown', message });
    }
    const isComparison = against !== undefined && maxDrop !== undefined && floor === undefined;
    const isFloor = floor !== undefined && against === undefined && maxDrop === undefined;
    if (isComparison || isFloor) continue;
    findings.add(['alerts', index], {
      rule: 'monitor-alert',
      message: 'An alert has either a `floor`, or `against` with `maxDrop`.',
      hint: 'Write two alerts for both.',
    });
  }
}

function checkTarget(
  findings: Findings,
  { target: { prompt, environment } }: MonitorFile,
  { prompts, environments }: MonitoredProject,
): void {
  if (!prompts.some((id) => coversPrompt({ prompts: [prompt] }, id as PromptId))) {
    const message = `No prompt is called "${prompt}".${didYouMean(prompt, prompts)}`;
    findings.add(['target', 'prompt'], { rule: 'monitor-prompt-unknown', message });
  }
  if (environments.includes(environment)) return;
  const message = `There is no environment "${environment}".${didYouMean(environment, environments)}`;
  findings.add(['target', 'environment'], { rule: 'monitor-environment-unknown', message, hint: `There are ${environments.join(', ')}.` });
}
