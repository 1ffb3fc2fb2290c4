import type { ChalkInstance } from 'chalk';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { EvaluatedShard } from '../../../workflows/evaluation/evaluate.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what one shard asked, for people. */
export function shardsText(shards: readonly EvaluatedShard[], shard: string, color: ChalkInstance): string {
  const lines = shards.flatMap(({ suite, prompt, results, errors, cases, runs }) => [
    `${color.bold(printable(suite))} on ${prompt}: ${counted(results, 'result')} of shard ${shard} of ${counted(cases, 'case')}${
      errors === 0 ? '' : `, ${color.yellow(counted(errors, 'error'))}`
    }`,
    ...[...(runs.baseline ?? []), ...runs.candidate].map((path) => color.dim(`  ${printable(path)}`)),
  ]);
  return [...lines, '', 'Nothing is judged yet: give the runs of all shards to `promptlane eval merge`.'].join('\n');
}

/** The same for programs. */
export function shardsJson(shards: readonly EvaluatedShard[], shard: string): string {
  return jsonDocument('promptlane/eval-shard/v1', { shard, evaluations: shards });
}
