import type { ModuleCall, ScoringTools } from '../../evals/scorer/scoring-tools.ts';
import { type ModuleProcess, startModuleProcess } from './module-process.ts';
import { runScorerCommand, type ScorerHost } from './run-command.ts';

/** What runs the scorers that a repository brings. */
export interface ScorerProcesses extends Required<Pick<ScoringTools, 'runModule' | 'runCommand'>> {
  /** Ends every process that still runs. */
  close(): void;
}

/** The process of a module, and the calls that wait for their turn. */
interface Seat {
  process: ModuleProcess | undefined;
  last: Promise<unknown>;
}

/**
 * Runs scorers of the repository apart from this program: a command in a process for each answer, a module in one process that is
 * kept, and replaced when it has to be ended.
 *
 * It is the code of whoever wrote the repository: give nobody's change that is not trusted these tools.
 */
export function scorerProcesses(host: ScorerHost): ScorerProcesses {
  const seats = new Map<string, Seat>();
  const seatOf = (module: string, memoryMb: number): Seat => {
    const key = `${memoryMb} ${module}`;
    const seat = seats.get(key) ?? { process: undefined, last: Promise.resolve() };
    seats.set(key, seat);
    return seat;
  };
  return {
    runModule: (call) => inTurn(seatOf(call.module, call.memoryMb), call, host),
    runCommand: (call) => runScorerCommand(call, host),
    close() {
      for (const { process } of seats.values()) process?.stop();
    },
  };
}

/** One call at a time: a module that hangs is ended, and takes no other call with it. */
function inTurn(seat: Seat, call: ModuleCall, { root, signal }: ScorerHost) {
  const turn = seat.last.then(() => {
    if (seat.process === undefined || seat.process.isOver) seat.process = startModuleProcess(root, call.memoryMb);
    return seat.process.call(call, signal);
  });
  seat.last = turn.catch(() => undefined);
  return turn;
}
