import type { CiDocument, CiFinding } from '../../src/workflows/ci/document/ci-document.ts';

/** A run in which nothing is wrong, with what a test wants otherwise. */
export function sampleCi(parts: Partial<CiDocument> = {}): CiDocument {
  return {
    schema: 'promptlane/ci/v1',
    verdict: 'passed',
    exitCode: 0,
    summary: 'Passed: check, lock, breaking.',
    against: 'main (git:0123456789ab)',
    commit: 'f05ce37ddecf0123456789abcdef0123456789ab',
    restricted: false,
    gates: [
      { gate: 'check', status: 'passed', summary: '3 files: 0 errors, 0 warnings.', exitCode: 0 },
      { gate: 'lock', status: 'passed', summary: 'promptlane.lock pins 2 prompts in development.', exitCode: 0 },
      { gate: 'breaking', status: 'passed', summary: '0 breaking changes, 0 warnings; a release would be empty.', exitCode: 0 },
    ],
    changed: [],
    findings: [],
    unlisted: 0,
    evaluations: [],
    plans: [],
    ...parts,
  };
}

/** One finding of the breaking gate, with what a test wants otherwise. */
export function sampleFinding(parts: Partial<CiFinding> = {}): CiFinding {
  return {
    gate: 'breaking',
    rule: 'B101',
    severity: 'error',
    message: 'The input "name" was removed.',
    hint: 'Keep the input until no caller gives it.',
    subject: 'greet',
    place: { file: 'prompts/greet.prompt.yaml', line: 12, column: 3, endLine: 12, endColumn: 20 },
    ...parts,
  };
}

/** A run with everything in it: a regression, a breaking change, a plan that policy refuses. */
export function failedCi(parts: Partial<CiDocument> = {}): CiDocument {
  return sampleCi({
    verdict: 'failed',
    exitCode: 5,
    summary: 'Failed: breaking, eval.',
    gates: [
      { gate: 'check', status: 'warned', summary: '3 files: 0 errors, 1 warning.', exitCode: 0 },
      { gate: 'secrets', status: 'passed', summary: '5 texts: 0 secrets.', exitCode: 0 },
      { gate: 'lock', status: 'passed', summary: 'promptlane.lock pins 2 prompts in development.', exitCode: 0 },
      { gate: 'breaking', status: 'failed', summary: '1 breaking change, 1 warning; a release would be a major version.', exitCode: 5 },
      { gate: 'eval', status: 'failed', summary: '1 of 2 evaluations failed.', exitCode: 6 },
      { gate: 'plan', status: 'skipped', summary: 'No registry is configured; the lockfile moves 1 pin.', exitCode: 0 },
    ],
    changed: [
      { prompt: 'greet', change: 'changed', changes: ['inputs.name removed', 'message 1 (system): 3 words added, 1 removed'] },
      { prompt: 'wave', change: 'added', changes: [] },
    ],
    findings: [
      sampleFinding({ gate: 'check', rule: 'input-unused', severity: 'warning', message: 'The input "tone" is not used.' }),
      sampleFinding(),
      sampleFinding({ rule: 'E501', severity: 'warning', message: 'The text of message 1 changed.', hint: 'Run its evals.' }),
    ],
    breaking: { count: 1, semver: 'major' },
    lock: 'current',
    evaluations: [
      {
        suite: 'greeting',
        prompt: 'greet',
        outcome: 'failed',
        reason: 'the prompt changed',
        baseline: 'production',
        cases: 40,
        cost: 0.12,
        scorers: [{ scorer: 'polite', gates: true, score: 0.62, baseline: 0.91, delta: -0.29, interval: [-0.41, -0.17] }],
        problems: ['polite: asked drop <= 0.02 at 95 %: the drop of 0.29 is real (p = 0.0003)'],
      },
      { suite: 'waving', prompt: 'wave', outcome: 'passed', reason: 'the prompt is new', cases: 3, scorers: [], problems: [] },
    ],
    cost: 0.12,
    plans: [
      {
        environment: 'development',
        moves: [{ prompt: 'greet', from: `sha256:${'a'.repeat(64)}`, to: `sha256:${'b'.repeat(64)}`, changes: ['inputs.name removed'] }],
        refusals: [],
      },
    ],
    ...parts,
  });
}
