import { allows } from '../../../access/authorise.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { Call } from '../call.ts';

/** Why what a caller uploads never counts as evidence; undefined when it may. */
export function uploaderProblem({ principal, project }: Pick<Call, 'principal' | 'project'>, prompt: PromptId): string | undefined {
  if (principal.kind === 'user') return 'A person uploaded it: a run of a laptop is shown and never counts.';
  if (!allows(principal, 'evidence:write', { project, prompt })) return 'The token that uploaded it may not give evidence.';
  return undefined;
}
