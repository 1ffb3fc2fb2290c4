import type { CallOptions } from './model.ts';

/** Vectors of texts, in the order of the texts, all of one length. */
export interface Embeddings {
  readonly vectors: readonly (readonly number[])[];
  /** Tokens. */
  readonly usage?: { readonly input: number };
  /** US dollars; absent when the model has no known price. */
  readonly cost?: number;
}

/** Whatever turns texts into vectors that lie near each other when the texts mean the same. Never retries, like a `Model`. */
export interface Embedder {
  /** The adapter and its address; part of the key under which vectors are kept. */
  readonly name: string;
  /** @throws Failure `model-unreachable` or `model-refused`, with `retryAdvice`; rejects with the signal's reason when that fires first */
  embed(texts: readonly string[], options: Pick<CallOptions, 'signal' | 'onLimits'>): Promise<Embeddings>;
  close(): Promise<void>;
}
