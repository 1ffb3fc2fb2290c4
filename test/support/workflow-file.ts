import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

/** The steps of a workflow of GitHub, as far as tests ask about them. */
interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly environment?: string;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly name: string;
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly group: string; readonly 'cancel-in-progress': boolean | string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const ROOT = new URL('../../', import.meta.url);

/** The text of a file of the project. */
export function projectText(path: string): string {
  return readFileSync(fileURLToPath(new URL(path, ROOT)), 'utf8');
}

export function workflowFile(path: string): Workflow {
  return parse(projectText(path)) as Workflow;
}

/** Every step of every job. */
export function stepsOf({ jobs }: Workflow): Step[] {
  return Object.values(jobs).flatMap(({ steps }) => steps);
}

/** The inputs of every step that uses our action, in order. */
export function actionSteps(workflow: Workflow): Readonly<Record<string, string>>[] {
  return stepsOf(workflow).flatMap(({ uses, with: inputs = {} }) => (uses?.startsWith('promptlane/promptlane@') ? [inputs] : []));
}
