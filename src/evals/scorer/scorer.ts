import type { Digest } from '../../base/digest.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import type { PromptContent } from '../../prompt/prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import type { Answer, Judgement, ScoreResult } from '../run.ts';
import type { ScoringTools } from './scoring-tools.ts';

/** A scorer as a suite names it: an id of its own, what it uses, and the parameters of that. */
export interface ScorerSpec {
  readonly id: string;
  readonly uses: string;
  readonly parameters: JsonObject;
  /** What the parameters point at outside of the suite file; filled in when a suite is opened. */
  readonly bound?: ScorerBinding;
}

/** What a scorer uses that its suite only names: a judge prompt, a module, the files of a command. */
export interface ScorerBinding {
  /** Of all that is bound: a changed judge is another scorer. */
  readonly digest: Digest;
  readonly judge?: PromptVersion;
  /** `provider/model` that judges where neither the scorer nor its prompt names one. */
  readonly model?: string;
  /** Absolute path. */
  readonly module?: string;
}

/** Judges answers. One that asks nothing of the outside is pure: the same answer, case and prompt give the same result. */
export interface Scorer {
  readonly id: string;
  /** Names what it does, not what it is called: renaming a scorer keeps its scores comparable. */
  readonly digest: Digest;
  /** Never throws and never rejects: a scorer that cannot judge says so in `error`. A promise only where it asks the outside. */
  score(answer: Answer, evalCase: EvalCase, prompt: PromptContent, tools?: ScoringTools): ScoreResult | Promise<ScoreResult>;
  /** Why this case could not be judged whatever the answer, in words; found before the first call is paid for. */
  problem(evalCase: EvalCase, prompt: PromptContent): string | undefined;
}

/** What is known before the answer. */
interface ScoringContext {
  readonly case: EvalCase;
  readonly prompt: PromptContent;
}

/** Judges one answer to one case. Throws Unscorable when it cannot. */
type Judge = (answer: Answer, tools: ScoringTools) => Judgement | Promise<Judgement>;

/** Resolves what a scorer needs of a case and a prompt. Throws Unscorable when something is missing. */
export type PrepareJudge = (context: ScoringContext) => Judge;

/** Why an answer cannot be judged. Counted as an error of the scorer, never as a score of 0. */
export class Unscorable extends Error {
  override readonly name = 'Unscorable';
}

/** Pass or fail, with the reason for the failure only. */
export function passOrFail(pass: boolean, reasonOfFailure: () => string): Judgement {
  return pass ? { score: 1, pass } : { score: 0, pass, reason: reasonOfFailure() };
}

/** A text as a reason quotes it: in quotes, on one line, shortened. */
export function quoted(text: string, length = 60): string {
  const shown = text.length > length ? `${text.slice(0, length - 1)}…` : text;
  return JSON.stringify(shown);
}
