import type { Digest } from '../base/digest.ts';
import type { Json, JsonObject } from '../base/json/canonical-json.ts';
import type { PromptId } from '../prompt/prompt.ts';
import type { RenderedMessage } from '../prompt/render/rendered-prompt.ts';

/** What a model answered to one rendered case. */
export interface Answer {
  readonly text: string;
  readonly toolCalls?: readonly Json[];
  readonly finishReason?: string;
  readonly usage?: TokenUsage;
  /** Wall time of the original call in milliseconds; a cache hit keeps it. */
  readonly latencyMs: number;
  /** US dollars; absent when the model has no known price. */
  readonly cost?: number;
  /** What a pipeline says of itself beside its answer. */
  readonly metadata?: JsonObject;
  /** What was said between the prompt and the answer, of a case with more than one question or with results of tools. */
  readonly transcript?: readonly RenderedMessage[];
}

export interface TokenUsage {
  readonly input: number;
  readonly output: number;
  /** Of `input`: what the provider had in its cache, which costs less. Absent where it says nothing of that. */
  readonly cachedInput?: number;
}

/** What a scorer says of one answer. */
export interface Judgement {
  /** 0…1. */
  readonly score: number;
  readonly pass: boolean;
  /** For a person who wonders why it did not pass. */
  readonly reason?: string;
  /** The raw figure of a scorer that measures (milliseconds, US dollars, tokens): the p50 and p95 of a gate are taken from it. */
  readonly value?: number;
  /** US dollars of what was asked for it. */
  readonly cost?: number;
  /** What a judge said, before it became a score: a choice, a figure on its scale, `wins`. */
  readonly verdict?: string;
  /** Of two answers side by side: the judge preferred a place and no answer. */
  readonly orderDecided?: boolean;
}

/** What one scorer of a run says of one answer. A scorer that fails gives an error: counted apart, never a 0 and never dropped. */
export type ScoreResult = ({ readonly scorer: string } & Judgement) | { readonly scorer: string; readonly error: string };

/** One sample of one case: an answer with its scores, or an error with none. */
export interface CaseResult {
  /** Content id of the case: the same in candidate and baseline, whatever the row number. */
  readonly caseId: string;
  /** 0 … repeat − 1. */
  readonly sample: number;
  readonly tags: readonly string[];
  /** Cases of one group are not independent of each other (turns of one conversation, rows of one document). */
  readonly group?: string;
  /** Short text that lets a person recognise the case. */
  readonly label: string;
  readonly answer?: Answer;
  /** The answer has neither text nor a tool call; told here, since results in memory keep only the texts that somebody reads. */
  readonly isBlank?: true;
  /** Why there is no answer. */
  readonly error?: { readonly code: string; readonly message: string };
  readonly scores: readonly ScoreResult[];
  /** True when nobody was asked now: the answer comes from the cache or from a recording. */
  readonly cached: boolean;
  /** US dollars spent for it now, judges included; absent when nothing was. */
  readonly spent?: number;
}

/** The prompt that judges for a scorer, and the model that it asks. */
export interface JudgeName {
  readonly prompt: PromptId;
  readonly promptDigest: Digest;
  /** `provider/model`. */
  readonly model: string;
}

/** What was run, by digest, so that it can be repeated and only like is compared with like. */
export interface RunSubject {
  readonly suite: string;
  readonly suiteDigest: Digest;
  readonly datasetDigest: Digest;
  /** By scorer id, in the order of the suite. */
  readonly scorers: ReadonlyMap<string, Digest>;
  /** By scorer id, of those that ask one; absent when none does. The digest of the scorer covers it. */
  readonly judges?: Readonly<Record<string, JudgeName>>;
  readonly prompt: PromptId;
  readonly promptDigest: Digest;
  /** How the user referred to the version, for example `tree` or `production`. */
  readonly reference: string;
  readonly model: string;
  /** Which cell of the suite's matrix this is. */
  readonly cell?: string;
  /** Which part of the cases was asked for, in words: such a run says nothing of the suite as a whole. */
  readonly filter?: string;
  readonly repeat: number;
  readonly seed: number;
  /** Cases that the suite selected; fewer results than cases × repeat means the run is not complete. */
  readonly cases: number;
}

/** A complete run of one suite on one version of one prompt. */
export interface EvalRun {
  readonly subject: RunSubject;
  readonly results: readonly CaseResult[];
}
