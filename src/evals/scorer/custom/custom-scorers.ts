import * as z from 'zod';
import { digestOf } from '../../../base/digest.ts';
import { parseDuration } from '../../../base/duration.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { PromptContent } from '../../../prompt/prompt.ts';
import type { EvalCase } from '../../dataset/eval-case.ts';
import type { Answer, Judgement } from '../../run.ts';
import { Unscorable } from '../scorer.ts';
import { defineScorer } from '../scorer-definition.ts';
import type { ScoringTools } from '../scoring-tools.ts';
import { readJudgement } from './read-judgement.ts';

const limits = {
  min: z.number().min(0).max(1).describe('The score from which an answer passes. Default 0.5.').default(0.5),
  timeout: z
    .string()
    .refine((text) => (parseDuration(text) ?? 0) > 0, 'a duration like "500ms" or "5s"')
    .describe('For one answer, a duration like `5s`. Default 10s.')
    .default('10s'),
  cache: z
    .boolean()
    .describe('Keep what it says of an answer until its files change. Default true; false for one that looks at more than it is given.')
    .default(true),
  memory: z.int().min(64).max(16_384).describe('Megabytes that it may take. Default 512.').default(512),
};

const program = z.string().min(1);

/** Scorers that the repository brings: programs of its own, which run apart from this one. */
export const CUSTOM_SCORERS = {
  js: defineScorer(
    'A function of the repository judges the output.',
    z.strictObject({
      module: z
        .string()
        .regex(/\.(?:mjs|cjs|js)$/, 'the path of a `.mjs`, `.cjs` or `.js` file')
        .describe('The module, from the top of the workspace: `scorers/tone.mjs`.'),
      export: z.string().min(1).describe('What it exports. Default `default`.').default('default'),
      ...limits,
    }),
    ({ export: name, min, timeout, memory, cache }, bound) =>
      ({ case: evalCase, prompt }) =>
      async (answer, { runModule, recall }) => {
        if (runModule === undefined || bound?.module === undefined) throw new Unscorable('modules of the repository are not run here');
        const { answer: given, case: asked, prompt: of } = scoredCall(answer, evalCase, prompt);
        const call = { module: bound.module, export: name, timeoutMs: parseDuration(timeout) ?? 0, memoryMb: memory };
        const judge = () => runModule({ ...call, arguments: [given, asked, of] });
        return judgementOf(judge, min, cache ? recall : undefined, [bound.digest, name, given, asked, of]);
      },
  ),

  exec: defineScorer(
    'A command of the repository judges the output.',
    z.strictObject({
      command: z.array(program).min(1).describe('Program and arguments, run at the top of the workspace without a shell.'),
      env: z
        .array(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'))
        .describe('Environment variables that it gets beside the few that every program needs.')
        .default([]),
      ...limits,
    }),
    ({ command, env, min, timeout, memory, cache }, bound) =>
      ({ case: evalCase, prompt }) =>
      async (answer, { runCommand, recall }) => {
        if (runCommand === undefined) throw new Unscorable('commands of the repository are not run here');
        const input = { schema: 'promptlane/scorer-input/v1', ...scoredCall(answer, evalCase, prompt) };
        const call = { command, environment: env, timeoutMs: parseDuration(timeout) ?? 0, memoryMb: memory };
        const judge = () => runCommand({ ...call, input });
        // What a command is that names no file of the repository, nobody knows.
        return judgementOf(judge, min, cache && bound ? recall : undefined, [bound?.digest ?? null, command, env, input]);
      },
  ),
} as const;

/** What a scorer says, now or before under the same key; what is no verdict is not kept. */
async function judgementOf(
  judge: () => Promise<Json>,
  min: number,
  recall: ScoringTools['recall'],
  key: readonly Json[],
): Promise<Judgement> {
  if (recall === undefined) return readJudgement(await judge(), min);
  const given = async () => {
    const value = await judge();
    readJudgement(value, min);
    return value;
  };
  // As text: an answer may hold halves of characters, which canonical JSON has no word for.
  return readJudgement(await recall(digestOf({ v: 1, kind: 'verdict', of: JSON.stringify(key) }), given), min);
}

/** What a scorer of the repository is shown. */
function scoredCall(answer: Answer, { id, inputs, expected, tags, metadata }: EvalCase, prompt: PromptContent) {
  return {
    answer: plainJson(answer),
    case: plainJson({ id, inputs, expected, tags, metadata }),
    prompt: plainJson(prompt),
  };
}

/** Without what is undefined, which JSON has no word for. */
function plainJson(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value)) as JsonObject;
}
