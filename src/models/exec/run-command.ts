import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { CommandCall } from '../../evals/scorer/scoring-tools.ts';
import { childEnvironment } from '../process/child-environment.ts';
import { type ProcessEnd, runProcess } from '../process/run-process.ts';
import { withoutKeys } from '../secrets.ts';
import { limitedCommand } from './limited-command.ts';

/** Where and for whom scorers of the repository run. */
export interface ScorerHost {
  /** The top of the workspace; absolute, without links. */
  readonly root: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** A judgement is a few words; what is larger is a mistake. */
const MAX_BYTES = 1024 * 1024;

/**
 * Runs a scorer that is a command: one process for one answer, JSON in, JSON out.
 *
 * @throws Failure `scorer-failed`; rejects with the reason of the signal when that fires first
 */
export async function runScorerCommand(call: CommandCall, { root, variables, signal }: ScorerHost): Promise<Json> {
  const { command, input, environment, timeoutMs, memoryMb } = call;
  const missing = environment.find((name) => variables[name] === undefined);
  if (missing !== undefined) throw new Failure('scorer-failed', `The variable ${missing}, which the scorer asks for, is not set.`);
  const end = await runProcess({
    command: limitedCommand(command, memoryMb),
    directory: root,
    environment: childEnvironment(variables, environment),
    input: JSON.stringify(input),
    timeoutMs,
    maxBytes: MAX_BYTES,
    signal,
  });
  const secrets = environment.flatMap((name) => variables[name] || []);
  const value = jsonValue(outputOf(end, call, secrets).trim());
  if (value === undefined) throw new Failure('scorer-failed', `${command[0]} wrote no JSON.`);
  return value;
}

function outputOf(end: ProcessEnd, { command, timeoutMs }: CommandCall, secrets: readonly string[]): string {
  const [name] = command;
  if (end.kind === 'not-started') throw new Failure('scorer-failed', `${name} cannot be started: ${end.reason}.`);
  if (end.kind === 'ended' && end.code === 0) return end.output;
  const told = secrets.reduce((text, secret) => withoutKeys(text, secret), withoutKeys(end.errors));
  const said = lastLine(told) === '' ? '.' : `: ${lastLine(told)}`;
  if (end.kind === 'too-slow') throw new Failure('scorer-failed', `${name} gave no verdict within ${timeoutMs / 1000} s${said}`);
  if (end.kind === 'too-large') throw new Failure('scorer-failed', `${name} wrote more than ${MAX_BYTES / 1024 / 1024} MB${said}`);
  throw new Failure('scorer-failed', `${name} ended ${end.code === null ? `by ${end.signal}` : `with exit code ${end.code}`}${said}`);
}

/** Programs say last what went wrong. */
function lastLine(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? '').trim().slice(0, 300);
}
