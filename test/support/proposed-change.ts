import type { FakeGitHub } from './fake-github.ts';
import { pullRequestEvent } from './github-events.ts';
import { lockWorkspace } from './in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from './temporary-workspace.ts';
import { runStepOf, type StepResult, type WorkflowStep } from './workflow-step.ts';

/** A checkout of a branch that a pull request proposes. */
export type ProposedChange = TemporaryWorkspace & { readonly headSha: string };

/** Asks for one input more than callers give. */
export const BREAKING = { 'prompts/greet.prompt.yaml': `${promptText('You greet people.')}  city: { type: string, required: true }\n` };

/** A checkout of the branch `better`, one commit ahead of main, and the pull request for it. */
export async function proposedChange(
  github: FakeGitHub,
  files: Readonly<Record<string, string>>,
  { isFork = false } = {},
): Promise<ProposedChange> {
  const workspace = temporaryWorkspace({ 'prompts/greet.prompt.yaml': promptText('You greet people.') });
  await lockWorkspace(workspace);
  workspace.commit({}, 'Lock');
  workspace.git('checkout', '--quiet', '-b', 'better');
  const headSha = workspace.commit(files, 'Better');
  github.pullRequests.push({ number: 7, state: 'open', headSha, headRef: 'better', headOwner: isFork ? 'mallory' : 'acme' });
  return { ...workspace, headSha };
}

/** Runs a step in the job of the pull request. */
export function stepOn(github: FakeGitHub, workspace: ProposedChange, rest: Partial<WorkflowStep> = {}): Promise<StepResult> {
  return runStepOf({
    workspace,
    github,
    event: pullRequestEvent(workspace),
    ...rest,
    env: { GITHUB_BASE_REF: 'main', GITHUB_HEAD_REF: 'better', GITHUB_SHA: workspace.headSha, ...rest.env },
  });
}
