import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Digest, shortDigest } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import type { PromptId } from '../../prompt/prompt.ts';
import type { EnvironmentName } from '../../release/environment.ts';
import type { RolloutFile } from '../../release/rollout/rollout-schema.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { modeline } from '../../workspace/files/editor-schemas.ts';
import { makeFolder } from '../../workspace/files/make-folder.ts';
import { writeFileAtomically } from '../../workspace/files/write-file-atomically.ts';
import { rolloutPath } from './rollout-files.ts';

export interface NewRollout {
  readonly prompt: PromptId;
  readonly environment: EnvironmentName;
  readonly mode: RolloutFile['mode'];
  readonly control: Digest;
  readonly candidate: Digest;
  /** Decides who gets what: another one for each start draws anew. */
  readonly seed: string;
}

/**
 * Writes a rollout file that only has to be looked over, and gives its path relative to the workspace.
 *
 * @throws Failure `usage-invalid` when there is one, or the candidate is what is served already: nothing is ever overwritten.
 */
export async function newRollout(wanted: NewRollout, { root, config }: Workspace): Promise<string> {
  const { prompt, environment, control, candidate } = wanted;
  if (control === candidate) {
    throw new Failure('usage-invalid', `${prompt} ${shortDigest(candidate)} is what ${environment} pins already.`, {
      hint: 'Name another version with `--candidate`.',
    });
  }
  const path = rolloutPath(config, environment, prompt);
  if (existsSync(join(root, path))) {
    throw new Failure('usage-invalid', `There is a rollout at ${path} already.`, {
      hint: 'Change that file, or delete it when its rollout is over.',
    });
  }
  await makeFolder(dirname(join(root, path)));
  await writeFileAtomically(join(root, path), modeline(root, path, 'rollout') + rolloutText(wanted));
  return path;
}

function rolloutText({ prompt, environment, mode, control, candidate, seed }: NewRollout): string {
  const head = `# docs/rollouts.md says what each member means.
prompt: ${JSON.stringify(prompt)}
environment: ${JSON.stringify(environment)}
mode: ${mode}
seed: ${JSON.stringify(seed)}
unit: [userId, sessionId]
control: ${control}
variants:
`;
  return head + (mode === 'experiment' ? variantText('control', control) : '') + variantText('candidate', candidate) + TAIL[mode];
}

function variantText(id: string, version: Digest): string {
  return `  - { id: ${id}, version: "${version}", weight: 1 }\n`;
}

const GUARDRAILS = `guardrails:
  - { metric: error_rate, worse: up, margin: 0.02, do: rollback }
`;

const TAIL: Readonly<Record<RolloutFile['mode'], string>> = {
  canary: `ramp:
  - { coverage: 0.01, for: 30m, minUnits: 200, onInconclusive: advance }
  - { coverage: 0.1, for: 6h, minUnits: 2000 }
  - { coverage: 0.5, for: 24h }
  - { coverage: 1, for: 24h }
${GUARDRAILS}checks: { srm: hold, noTraffic: { after: 24h, do: hold } }
`,
  experiment: `${GUARDRAILS}checks: { srm: hold }
`,
  flag: `rules:
  - { if: { plan: { in: [beta] } }, serve: candidate }
`,
};
