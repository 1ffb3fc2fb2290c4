import type { EvalCase } from '../../dataset/eval-case.ts';
import { type Shard, shardOf } from './shard.ts';

/** The cases of one shard, in the order of the whole. */
export function casesOfShard(cases: AsyncIterable<EvalCase>, { index, count }: Shard): AsyncIterable<EvalCase> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const evalCase of cases) if (shardOf(evalCase, count) === index) yield evalCase;
    },
  };
}
