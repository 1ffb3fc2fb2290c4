import type { Failure } from '../../base/failure.ts';
import { workflowCommand } from '../../base/report/workflow-command.ts';

/** The log of a step, which the runner reads commands out of. Every text is escaped, whoever wrote it. */
export interface RunnerLog {
  /** Has the runner show stars in place of a secret, whoever prints it from now on. */
  mask(secret: string): void;
  notice(text: string): void;
  warning(text: string): void;
  failure(failure: Failure): void;
}

export function runnerLog(write: (text: string) => void): RunnerLog {
  const say = (name: string, text: string) => write(`${workflowCommand(name, text)}\n`);
  return {
    mask(secret) {
      // The runner masks line by line.
      for (const line of secret.split(/\r?\n/)) if (line.trim() !== '') say('add-mask', line);
    },
    notice: (text) => say('notice', text),
    warning: (text) => say('warning', text),
    failure: ({ message, code, hint }) => say('error', `${message} [${code}]\n${hint}`),
  };
}
