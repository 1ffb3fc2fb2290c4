import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import { renderPrompt } from '../../../prompt/render/render-prompt.ts';
import type { RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { CaseAttachment } from '../../dataset/dialogue/case-dialogue.ts';
import type { EvalCase } from '../../dataset/eval-case.ts';
import { targetName } from '../../suite/asked/target.ts';
import type { Suite } from '../../suite/suite.ts';
import { questions } from '../dialogue/questions.ts';
import { withAttachments } from '../dialogue/with-attachments.ts';
import type { ModelRequest } from '../model.ts';

/** The model that a suite asks: its own, or the prompt's; a pipeline that answers in place of a model stands under its own name. */
export function modelOf(suite: Pick<Suite, 'name' | 'model' | 'target'>, { id, content }: PromptVersion): string {
  const model = suite.model ?? content.model ?? (suite.target && targetName(suite.target));
  if (model === undefined) throw new Failure('suite-invalid', `Neither the suite "${suite.name}" nor the prompt ${id} names a model.`);
  return model;
}

/** A version to be asked, and what it may be given. */
export interface AskedVersion {
  readonly version: PromptVersion;
  /** Inputs that the version does not declare are left out instead of refused: an older baseline may know fewer. */
  readonly ignoreExtraInputs?: boolean;
  /** What the suite says of how it is asked. */
  readonly suite?: Pick<Suite, 'cell' | 'target'>;
}

/**
 * What a case asks of a model, after what was said in its dialogue so far; by default its first question.
 *
 * The turns of a case go where the prompt has a placeholder for earlier messages, else behind its messages.
 * @throws Failure what rendering throws; `variables-invalid` for an attachment without a place
 */
export function caseRequest(
  { version, suite, ignoreExtraInputs = false }: AskedVersion,
  { inputs, dialogue }: Pick<EvalCase, 'inputs' | 'dialogue'>,
  model: string,
  said: readonly RenderedMessage[] = questions(dialogue?.turns ?? [])[0] ?? [],
): ModelRequest {
  const declared = version.content.inputs;
  const given = ignoreExtraInputs && declared !== undefined ? knownOnly(inputs, declared) : inputs;
  const slot = dialogue?.turns && version.content.messages.find(({ role }) => role === 'placeholder')?.name;
  const rendered = renderPrompt(version, given, slot === undefined ? {} : { placeholders: { [slot]: said } });
  const messages = slot === undefined ? [...rendered.messages, ...said] : rendered.messages;
  const { attachments = [] } = dialogue ?? {};
  const parameters = { ...rendered.parameters, ...suite?.cell?.parameters };
  const { id, digest } = version;
  return {
    ...rendered,
    messages: attachments.length === 0 ? messages : attached(messages, said, attachments),
    parameters,
    model,
    ...(suite?.target && { source: { prompt: id, digest, inputs: given } }),
  };
}

/** On the messages of the prompt; where none of them is the user's, on the first turn, so that later turns move nothing. */
function attached(
  messages: readonly RenderedMessage[],
  said: readonly RenderedMessage[],
  attachments: readonly CaseAttachment[],
): RenderedMessage[] {
  const ofPrompt = messages.filter((message) => !said.includes(message));
  const last = ofPrompt.findLast(({ role }) => role === 'user') ?? messages.find(({ role }) => role === 'user');
  const index = last === undefined ? undefined : messages.indexOf(last);
  return withAttachments(
    messages,
    attachments.map((one) => ({ ...one, ...(one.message === undefined && index !== undefined && { message: index }) })),
  );
}

function knownOnly(inputs: JsonObject, declared: object): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => Object.hasOwn(declared, name)));
}
