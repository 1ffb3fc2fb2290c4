import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { parse } from 'yaml';
import { runStep, type StepProcess } from '../../src/action/run-step.ts';
import { cleanEnvironment } from './cli.ts';
import { runHere } from './command-line.ts';
import type { FakeGitHub } from './fake-github.ts';
import { type TemporaryFolder, temporaryFolder } from './git-repository.ts';

const MANIFEST = fileURLToPath(new URL('../../action.yml', import.meta.url));

/** The file by which a runner knows an action. */
export interface ActionManifest {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

export function actionManifest(): ActionManifest {
  return parse(readFileSync(MANIFEST, 'utf8')) as ActionManifest;
}

/** A step of a job, as a workflow describes it. */
export interface WorkflowStep {
  /** The program that action.yml names; without it the step runs in this process, the command line with it. */
  readonly main?: string;
  /** Stands for the command line of a step in this process. */
  readonly runCli?: StepProcess['runCli'];
  /** The checkout. */
  readonly workspace: { readonly path: string };
  readonly github: Pick<FakeGitHub, 'apiUrl' | 'graphqlUrl'>;
  readonly event: { readonly name: string; readonly payload: object };
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

/** What became of a step. */
export interface StepResult {
  readonly exitCode: number | undefined;
  /** What the runner reads commands out of. */
  readonly log: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Annotations as `error file:line title`, or with the text where they are about no file. */
  readonly annotations: readonly string[];
}

/** Runs a step as the runner does: inputs and files by environment variables, commands out of the log. */
export async function runStepOf({ main, runCli, workspace, github, event, with: given = {}, env = {} }: WorkflowStep): Promise<StepResult> {
  const runner = temporaryFolder();
  const file = (name: string, text = '') => {
    writeFileSync(join(runner.path, name), text);
    return join(runner.path, name);
  };
  const output = file('output');
  const summary = file('summary');
  const temp = mkdtempSync(join(runner.path, 'temp-'));
  const variables = cleanEnvironment({
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'ada',
    GITHUB_API_URL: github.apiUrl,
    GITHUB_GRAPHQL_URL: github.graphqlUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'acme/prompts',
    GITHUB_RUN_ID: '4242',
    GITHUB_EVENT_NAME: event.name,
    GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event.payload)),
    GITHUB_WORKSPACE: workspace.path,
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    RUNNER_TEMP: temp,
    ...inputVariables(given),
    ...env,
  });
  const { exitCode, log } = await (main === undefined ? inProcess(variables, runCli) : spawned(main, workspace.path, variables));
  return {
    exitCode,
    log,
    outputs: outputsIn(readFileSync(output, 'utf8')),
    summary: readFileSync(summary, 'utf8'),
    annotations: annotationsIn(log),
  };
}

interface Ended {
  readonly exitCode: number | undefined;
  readonly log: string;
}

async function spawned(main: string, cwd: string, env: Record<string, string>): Promise<Ended> {
  const { exitCode, stdout } = await execa(process.execPath, [main], { cwd, env, extendEnv: false, reject: false, stdin: 'ignore' });
  return { exitCode, log: String(stdout) };
}

async function inProcess(variables: Record<string, string>, runCli?: StepProcess['runCli']): Promise<Ended> {
  const texts: string[] = [];
  const write = (text: string) => void texts.push(text);
  const ownCli: StepProcess['runCli'] = async ({ args, directory, environment }) => {
    const { exitCode, stdout, stderr } = await runHere(args, { cwd: directory, env: environment });
    write(`${stdout}\n${stderr}\n`);
    return exitCode ?? 1;
  };
  const exitCode = await runStep({ variables, write, runCli: runCli ?? ownCli });
  return { exitCode, log: texts.join('') };
}

/** A folder with a report in it, as actions/download-artifact leaves one in the checkout. */
export function downloadedReport(workspace: TemporaryFolder, report: unknown): string {
  workspace.write({ 'downloaded/promptlane-report.json': typeof report === 'string' ? report : JSON.stringify(report) });
  return 'downloaded';
}

/** Every input, as the runner hands over what the workflow says or the default. */
function inputVariables(given: Readonly<Record<string, string>>): Record<string, string> {
  const variables = Object.entries(actionManifest().inputs).map(([name, { default: fallback = '' }]) => {
    const text = given[name] ?? fallback.replace(`$\{{ github.token }}`, 'ghs_job');
    return [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, text];
  });
  return Object.fromEntries(variables);
}

function outputsIn(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const [, name, end] = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? '') ?? [];
    if (name === undefined || end === undefined) continue;
    const stop = lines.indexOf(end, at + 1);
    outputs[name] = lines.slice(at + 1, stop).join('\n');
    at = stop;
  }
  return outputs;
}

function annotationsIn(log: string): string[] {
  return [...log.matchAll(/^::(error|warning|notice)(?: ([^:]*))?::(.*)$/gm)].map(([, kind, said = '', text]) => {
    const properties = new Map(said.split(',').map((each) => each.split('=') as [string, string]));
    const file = properties.get('file');
    return file === undefined
      ? `${kind} ${text}`
      : `${kind} ${file}:${properties.get('line')} ${decodeURIComponent(properties.get('title') ?? '')}`;
  });
}
