import type { Digest } from '../../base/digest.ts';
import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { Answer } from '../run.ts';
import type { ModelRequest } from '../runner/model.ts';

/** A module of the repository to be run with these arguments. */
export interface ModuleCall {
  /** Absolute. */
  readonly module: string;
  /** What it exports; `default` where the suite names nothing. */
  readonly export: string;
  readonly arguments: readonly Json[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/** A command to be run: JSON on its standard input, JSON on its standard output. No shell reads it. */
export interface CommandCall {
  readonly command: readonly string[];
  readonly input: JsonObject;
  /** Names of the environment variables that it gets beside the few that every program needs. */
  readonly environment: readonly string[];
  readonly timeoutMs: number;
  readonly memoryMb: number;
}

/**
 * What scorers ask of the outside. A tool may be absent: what needs it cannot judge there, and says so.
 *
 * Each rejects with a Failure, which becomes an error of the scorer.
 */
export interface ScoringTools {
  /** Asks a judge model; cached, retried within the budget of the case, and counted to the cost of the run. */
  readonly ask?: (request: ModelRequest, sample: number) => Promise<Answer>;
  /** Vectors of texts in their order, all of one length; cached and counted like calls of a judge. */
  readonly embed?: (model: string, texts: readonly string[]) => Promise<readonly (readonly number[])[]>;
  /** What the baseline answered to a case where the candidate answered `own`; `own` itself while the baseline runs. */
  readonly baselineAnswer?: (caseId: string, own: Answer) => Promise<Answer | undefined>;
  readonly runModule?: (call: ModuleCall) => Promise<Json>;
  readonly runCommand?: (call: CommandCall) => Promise<Json>;
  /** What was said before under this key, else what `give` says now; kept unless it rejects. Absent: nothing is kept. */
  readonly recall?: (key: Digest, give: () => Promise<Json>) => Promise<Json>;
}

/** For scorers that look at nothing but the answer. */
export const NO_TOOLS: ScoringTools = {};
