import { type Diagnostic, hasErrors } from '../../base/diagnostic.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { type Findings, findingsIn } from '../../prompt/document/findings.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import { addSchemaFindings } from '../../prompt/document/schema-findings.ts';
import { keysAt } from '../../prompt/schema/keys-at.ts';
import { type RolloutFile, rolloutFileSchema } from './rollout-schema.ts';

export interface ReadRollout {
  /** Absent when any finding is an error. */
  readonly rollout: RolloutFile | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** The project that a rollout belongs to. */
export interface RolloutProject {
  /** Ids of its prompts. */
  readonly prompts: readonly string[];
  readonly environments: readonly string[];
  /** The path of the file below the folder of rollouts, without the suffix; undefined for a file that lies elsewhere. */
  readonly place?: string | undefined;
}

/** Reads a rollout file, by itself or as part of its project. Never throws for what the file says. */
export function readRollout({ file, text }: { readonly file: string; readonly text: string }, project?: RolloutProject): ReadRollout {
  const document = readYaml({ file, text });
  if (document.value === undefined) return { rollout: undefined, diagnostics: document.diagnostics };
  const findings = findingsIn(file, document);
  const parsed = rolloutFileSchema.safeParse(document.value);
  if (parsed.success) {
    checkRollout(findings, parsed.data);
    if (project) checkTarget(findings, parsed.data, project);
  } else {
    addSchemaFindings(findings, parsed.error.issues, { value: document.value, keysAt: (path) => keysAt(rolloutFileSchema, path) });
  }
  const diagnostics = findings.all();
  return { rollout: parsed.success && !hasErrors(diagnostics) ? parsed.data : undefined, diagnostics };
}

/** What the shape cannot say: how the parts of a rollout fit each other. */
function checkRollout(findings: Findings, rollout: RolloutFile): void {
  checkVariants(findings, rollout);
  const served = ['control', ...rollout.variants.map(({ id }) => id)];
  for (const [index, { serve }] of (rollout.rules ?? []).entries()) {
    if (served.includes(serve)) continue;
    const message = `The rule serves "${serve}", which is no variant of this rollout.${didYouMean(serve, served)}`;
    findings.add(['rules', index, 'serve'], { rule: 'rollout-variant-unknown', message, hint: `There are ${served.join(', ')}.` });
  }
  checkRamp(findings, rollout);
}

/** In an experiment control competes under its own id and weight; elsewhere it is what is left. */
function checkVariants(findings: Findings, { mode, control, variants }: RolloutFile): void {
  for (const [index, { id, version }] of variants.entries()) {
    if (variants.findIndex((other) => other.id === id) < index) {
      findings.add(['variants', index, 'id'], { rule: 'rollout-variant-twice', message: `Two variants are called "${id}".` });
    }
    const isControl = id === 'control';
    if (isControl && mode !== 'experiment') {
      const message = `A ${mode} has no variant called "control": control is what the others leave.`;
      findings.add(['variants', index, 'id'], { rule: 'rollout-control', message });
    }
    if (isControl === (version === control)) continue;
    const message = isControl
      ? 'The variant "control" must serve what `control` says.'
      : `The variant "${id}" serves the same version as control.`;
    findings.add(['variants', index, 'version'], { rule: 'rollout-control', message });
  }
  if (mode !== 'experiment' || variants.some(({ id }) => id === 'control')) return;
  findings.add(['variants'], {
    rule: 'rollout-control',
    message: 'An experiment compares with a variant called "control" that has a weight of its own.',
    hint: `Add { id: control, version: ${control}, weight: 1 }.`,
  });
}

function checkRamp(findings: Findings, { mode, ramp }: RolloutFile): void {
  if (ramp === undefined) {
    if (mode === 'canary')
      findings.add([], { rule: 'rollout-ramp', message: 'A canary needs the steps of its coverage.', hint: 'Add `ramp`.' });
    return;
  }
  for (const [index, { coverage }] of ramp.entries()) {
    const before = ramp[index - 1]?.coverage ?? 0;
    if (coverage > before || (index === 0 && coverage === 0)) continue;
    const message = `The coverage must grow from step to step, but goes from ${before} to ${coverage}.`;
    findings.add(['ramp', index, 'coverage'], { rule: 'rollout-ramp', message });
  }
  const last = ramp.length - 1;
  if (mode === 'canary' && ramp[last]?.coverage !== 1) {
    const message = 'The canary never takes over: its last step covers less than 1.';
    findings.add(['ramp', last, 'coverage'], { rule: 'rollout-ramp', severity: 'warning', message });
  }
}

/** What it names must be there, and its place must say the same: two files about one prompt and environment would contradict each other. */
function checkTarget(findings: Findings, { prompt, environment }: RolloutFile, { prompts, environments, place }: RolloutProject): void {
  if (!prompts.includes(prompt)) {
    const message = `There is no prompt "${prompt}".${didYouMean(prompt, prompts)}`;
    findings.add(['prompt'], { rule: 'rollout-prompt-unknown', message });
  }
  if (!environments.includes(environment)) {
    const message = `There is no environment "${environment}".${didYouMean(environment, environments)}`;
    findings.add(['environment'], { rule: 'rollout-environment-unknown', message, hint: `There are ${environments.join(', ')}.` });
  }
  const expected = `${environment}/${prompt}`;
  if (place === undefined || place === expected) return;
  const message = `The file lies at "${place}", but is about ${prompt} in ${environment}.`;
  findings.add(['prompt'], {
    rule: 'rollout-misplaced',
    message,
    hint: `Move it to "${expected}.rollout.yaml" in the folder of rollouts.`,
  });
}
