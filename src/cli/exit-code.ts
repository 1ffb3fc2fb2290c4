// Commands and the action end by one table.
export { type Ending, exitCode, worstEnding } from '../base/exit-code.ts';
