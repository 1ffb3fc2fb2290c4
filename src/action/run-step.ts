import { mkdtemp, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { exitCode } from '../base/exit-code.ts';
import { FAILURES, Failure } from '../base/failure.ts';
import type { CiDocument } from '../workflows/ci/document/ci-document.ts';
import { type Trust, trustOf } from '../workflows/ci/trust.ts';
import { openGit } from '../workspace/git/open-git.ts';
import { cliEnvironment } from './command/cli-environment.ts';
import { commandWords, mayAskRegistry, needsTrust, type StepFiles, stepFiles } from './command/command-line.ts';
import type { CliRun } from './command/run-cli.ts';
import { idTokenVariables } from './id-token.ts';
import { publishReport } from './publish-report.ts';
import { readReport } from './read-report.ts';
import { reportOutputs } from './report-outputs.ts';
import { type ActionCommand, type Inputs, readInputs } from './runner/inputs.ts';
import { folderOf, type Job, readJob, requireNoLink, type Variables } from './runner/job.ts';
import { type RunnerLog, runnerLog } from './runner/runner-log.ts';
import { writeOutputs } from './runner/write-outputs.ts';

/** What a step runs with. */
export interface StepProcess {
  readonly variables: Variables;
  /** To the log of the job. */
  readonly write: (text: string) => void;
  /** Runs the command line and gives its exit code; what it prints goes to the log. */
  readonly runCli: (run: CliRun) => Promise<number>;
}

interface Step extends StepProcess {
  readonly inputs: Inputs;
  readonly job: Job;
  readonly log: RunnerLog;
}

/** How a step ended. */
interface StepOutcome {
  readonly code: number;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs one step of a workflow and gives its exit code; each but 0 fails the step. */
export async function runStep(own: StepProcess): Promise<number> {
  const log = runnerLog(own.write);
  const { code, outputs } = await outcomeOf(own, log).catch((error: unknown): StepOutcome => {
    if (!(error instanceof Failure)) throw error;
    log.failure(error);
    return { code: exitCode(FAILURES[error.code].kind), outputs: {} };
  });
  await writeOutputs(own.variables.GITHUB_OUTPUT, { result: resultOf(code), 'exit-code': String(code), ...outputs });
  return code;
}

async function outcomeOf(own: StepProcess, log: RunnerLog): Promise<StepOutcome> {
  const inputs = readInputs(own.variables);
  log.mask(inputs.text('token'));
  const job = await readJob(own.variables);
  const { command } = inputs;
  const step = { ...own, inputs, job, log };
  return command === 'comment' ? commentOn(step) : commandOf(command, step);
}

/** Runs a command of the command line and tells what came of it. */
async function commandOf(command: Exclude<ActionCommand, 'comment'>, step: Step): Promise<StepOutcome> {
  const { inputs, job, log, variables } = step;
  const folder = await folderOf(job, inputs.text('working-directory'));
  for (const name of ['sarif-file', 'junit-file'] as const) await requireNoLink(job, inputs.text(name));
  const trust = await trustIn(folder, step);
  refuseStrangers(command, trust);
  const files = stepFiles(await mkdtemp(join(job.temp, 'promptlane-')));
  const args = commandWords(command, { inputs, files, workspace: job.workspace });
  const environment = {
    ...cliEnvironment(variables, { token: inputs.text('token'), isRestricted: trust.restricted }),
    ...(trust.restricted || !mayAskRegistry(command, args) ? {} : await idTokenVariables(inputs, variables, log)),
  };
  // Not folded: when it fails, what it prints is what people open the log for.
  const code = await step.runCli({ args, directory: folder, environment });
  const outputs = await fileOutputs(files);
  if (command !== 'ci') return { code, outputs };
  const report = outputs['report-json'] === undefined ? undefined : await readReport(files.reportJson);
  const known = report === undefined ? {} : reportOutputs(report);
  return { code, outputs: { ...outputs, ...known, ...(await commented(report, trust, step)) } };
}

/** Whose change it is, told as the command line tells it. */
async function trustIn(folder: string, { variables, job }: Step): Promise<Trust> {
  const { commit, dirty } = (await (await openGit(folder))?.headInfo()) ?? {};
  return trustOf({ variables, event: job.event, ...(commit !== undefined && dirty === false && { checkedOut: commit }) });
}

function refuseStrangers(command: Exclude<ActionCommand, 'comment'>, trust: Trust): void {
  if (trust.restricted && needsTrust(command)) {
    throw new Failure('not-allowed', `\`${command}\` is not run here: ${trust.reason}.`, {
      hint: 'Run it on a push to a branch of this repository, and `command: ci` on pull requests.',
    });
  }
}

async function fileOutputs({ reportJson, reportMarkdown, plan }: StepFiles): Promise<Record<string, string>> {
  const outputs: Record<string, string> = {};
  for (const [name, file] of Object.entries({ 'report-json': reportJson, 'report-md': reportMarkdown, 'plan-file': plan })) {
    if (await stat(file).catch(() => undefined)) outputs[name] = file;
  }
  return outputs;
}

/** The gates have spoken: a comment that cannot be written is a warning and changes no verdict. */
async function commented(report: CiDocument | undefined, trust: Trust, { inputs, job, log }: Step): Promise<Record<string, string>> {
  if (inputs.comment === 'never') return {};
  if (trust.restricted) {
    if (report === undefined) return {};
    log.notice(
      `No comment from this job: ${trust.reason}. A job on workflow_run can write it from the file that the output report-json names.`,
    );
    return {};
  }
  try {
    return urlOf(await publishReport(report, { inputs, job, isReported: false }));
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warning(`The comment could not be written. ${error.message} ${error.hint}`);
    return {};
  }
}

/**
 * Writes the comment for a report that another job left. Here the comment is the task, so that to fail at it fails the step.
 *
 * What the report says becomes no output: a later step would take a stranger's word for a verdict.
 */
async function commentOn({ inputs, job, log, variables }: Step): Promise<StepOutcome> {
  const path = inputs.text('report');
  if (path === '') {
    throw new Failure('usage-invalid', '`command: comment` needs the input `report`.', {
      hint: 'Name the file or folder that actions/download-artifact wrote.',
    });
  }
  const { subject } = job;
  const isReported = subject.kind === 'run' ? subject.isFork : trustOf({ variables, event: job.event }).restricted;
  const publish = (report: CiDocument | undefined) => publishReport(report, { inputs, job, isReported });
  const report = await readReport(resolve(job.workspace, path)).catch(async (error: unknown) => {
    // An earlier comment would stand there as if it were about this commit.
    await publish(undefined);
    throw error;
  });
  const published = await publish(report);
  if (published.kind === 'no-pull-request') log.notice('No open pull request proposes this commit: there is nothing to comment on.');
  if (published.kind === 'outdated') log.notice('The pull request proposes another commit by now: its own run reports on that.');
  return { code: 0, outputs: urlOf(published) };
}

function urlOf(published: Awaited<ReturnType<typeof publishReport>>): Record<string, string> {
  return 'url' in published ? { 'comment-url': published.url } : {};
}

/** Exit codes of docs/exit-codes.md: of the machine and its user, or of what was judged. */
function resultOf(code: number): 'passed' | 'failed' | 'trouble' {
  if (code === 0) return 'passed';
  return [3, 4, 5, 6, 7].includes(code) ? 'failed' : 'trouble';
}
