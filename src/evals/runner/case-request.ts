import { Failure } from '../../base/failure.ts';
import type { JsonObject } from '../../base/json/canonical-json.ts';
import { renderPrompt } from '../../prompt/render/render-prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { EvalCase } from '../dataset/eval-case.ts';
import { targetName } from '../suite/asked/target.ts';
import type { Suite } from '../suite/suite.ts';
import type { ModelRequest } from './model.ts';

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

/** What a case asks of a model. Throws what rendering throws. */
export function caseRequest(
  { version, suite, ignoreExtraInputs = false }: AskedVersion,
  { inputs }: Pick<EvalCase, 'inputs'>,
  model: string,
): ModelRequest {
  const declared = version.content.inputs;
  const given = ignoreExtraInputs && declared !== undefined ? knownOnly(inputs, declared) : inputs;
  const rendered = renderPrompt(version, given);
  const parameters = { ...rendered.parameters, ...suite?.cell?.parameters };
  const { id, digest } = version;
  return { ...rendered, parameters, model, ...(suite?.target && { source: { prompt: id, digest, inputs: given } }) };
}

function knownOnly(inputs: JsonObject, declared: object): JsonObject {
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => Object.hasOwn(declared, name)));
}
