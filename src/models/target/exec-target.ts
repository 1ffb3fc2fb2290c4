import { digestOf, shortDigest } from '../../base/digest.ts';
import type { Model } from '../../evals/runner/model.ts';
import { type Target, targetContent, targetName } from '../../evals/suite/asked/target.ts';
import { childEnvironment } from '../process/child-environment.ts';
import { type ProcessEnd, runProcess } from '../process/run-process.ts';
import { withoutKeys } from '../secrets.ts';
import { readTargetAnswer, targetFailure, targetRequest } from './target-exchange.ts';

export type ExecTarget = Extract<Target, { readonly kind: 'exec' }>;

export interface ExecTargetOptions {
  /** Where the command runs; absolute. */
  readonly directory: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
}

/** An answer is text; what is larger is a mistake. */
const MAX_BYTES = 16 * 1024 * 1024;

/**
 * A command of the repository that answers in place of a model: JSON on its standard input, the answer on its standard output.
 *
 * @throws Failure `target-failed` for a variable that it names and that is not set
 */
export function execTarget(target: ExecTarget, { directory, variables }: ExecTargetOptions): Model {
  const { command, environment, timeoutMs, cache } = target;
  const missing = environment.find((name) => variables[name] === undefined);
  if (missing !== undefined) throw targetFailure(`The variable ${missing}, which the target asks for, is not set.`);
  const name = targetName(target);
  const secrets = environment.flatMap((variable) => variables[variable] || []);
  return {
    name: `exec:${shortDigest(digestOf(targetContent(target)))}`,
    isUncached: !cache,
    pricesItself: true,
    async answer(request, { signal, sample, onPiece }) {
      const started = performance.now();
      const end = await runProcess({
        command,
        directory,
        environment: childEnvironment(variables, environment),
        input: JSON.stringify(targetRequest(request, sample)),
        timeoutMs,
        maxBytes: MAX_BYTES,
        signal,
      });
      const answer = readTargetAnswer(outputOf(end, name, timeoutMs, secrets), name);
      if (answer.text !== '') onPiece?.({ kind: 'text', text: answer.text });
      return { ...answer, latencyMs: performance.now() - started };
    },
    close: async () => {},
  };
}

function outputOf(end: ProcessEnd, name: string, timeoutMs: number, secrets: readonly string[]): string {
  if (end.kind === 'not-started') throw targetFailure(`${name} cannot be started: ${end.reason}.`);
  if (end.kind === 'ended' && end.code === 0) return end.output;
  const told = lastLine(secrets.reduce((text, secret) => withoutKeys(text, secret), withoutKeys(end.errors)));
  const said = told === '' ? '.' : `: ${told}`;
  if (end.kind === 'too-slow') throw targetFailure(`${name} gave no answer within ${timeoutMs / 1000} s${said}`);
  if (end.kind === 'too-large') throw targetFailure(`${name} answered with more than ${MAX_BYTES / 1024 / 1024} MB${said}`);
  throw targetFailure(`${name} ended ${end.code === null ? `by ${end.signal}` : `with exit code ${end.code}`}${said}`);
}

/** Programs say last what went wrong. */
function lastLine(text: string): string {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return (lines.at(-1) ?? '').trim().slice(0, 300);
}
