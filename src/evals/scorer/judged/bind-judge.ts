import { digestOf } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { didYouMean } from '../../../base/text/suggest.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { ScorerBinding, ScorerSpec } from '../scorer.ts';
import { JUDGE_PROTOCOL } from './judge-request.ts';
import type { NamedJudge } from './named-judge.ts';
import { readyJudge } from './ready/ready-judges.ts';

/** Where judge prompts are looked up. */
export interface JudgePrompts {
  readonly ids: () => Iterable<PromptId>;
  readonly versionOf: (id: PromptId) => PromptVersion;
  /** `provider/model` that judges where neither the scorer nor its prompt names one. */
  readonly defaultModel?: string | undefined;
}

/**
 * Ties a scorer to the judge prompt and the model that it names, as they are now: the digest covers both.
 *
 * @throws Failure `suite-invalid` when the prompt is not there, asks for an answer of its own shape, or nobody names a model.
 */
export function bindJudge({ id }: ScorerSpec, named: NamedJudge, prompts: JudgePrompts): ScorerBinding {
  const judge = named.prompt.kind === 'ready' ? readyJudge(named.prompt.name) : ownVersion(id, named.prompt.id, prompts);
  const model = named.model ?? judge.content.model ?? prompts.defaultModel;
  if (model === undefined) {
    throw new Failure('suite-invalid', `Nobody says which model judges for the scorer "${id}".`, {
      hint: 'Give the scorer a `model`, or the config a `models.default`.',
    });
  }
  return { digest: digestOf({ v: 1, kind: 'judge', protocol: JUDGE_PROTOCOL, prompt: judge.digest, model }), judge, model };
}

function ownVersion(scorer: string, id: string, { ids, versionOf }: JudgePrompts): PromptVersion {
  const known = [...ids()];
  const found = known.find((one) => one === id);
  if (found === undefined) {
    throw new Failure('suite-invalid', `The judge prompt "${id}" of the scorer "${scorer}" does not exist.${didYouMean(id, known)}`, {
      hint: 'Name a prompt of this tree under `prompt`, or say what is good under `rubric`.',
    });
  }
  const version = versionOf(found);
  const { schema, tools } = version.content;
  if (schema !== undefined || tools.length > 0) {
    throw new Failure('suite-invalid', `The judge prompt "${id}" has ${schema ? 'an output schema' : 'tools'} of its own.`, {
      hint: 'A verdict has one shape for all judges: take that out of the prompt, and say `choices` or `scale` in the suite.',
    });
  }
  return version;
}
