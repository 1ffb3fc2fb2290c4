import type { ModelParameters } from '../../prompt.ts';
import { modelName, providerOf } from '../model-name.ts';
import type { RenderedPrompt } from '../rendered-prompt.ts';
import { googleThinking, isOpenAIReasoningModel, takesAnthropicSampling } from './model-limits.ts';

/** The protocols that requests are written in. */
export type Protocol = 'openai' | 'openai-responses' | 'anthropic' | 'google' | 'ai-sdk';

const SAMPLING = ['temperature', 'topP', 'topK'] as const;
const NOT_IN_RESPONSES = ['stop', 'seed'] as const;
const PENALTIES = ['frequencyPenalty', 'presencePenalty'] as const;

/** Parameters that a model would refuse, or that its protocol has no place for; they are left out of its requests. */
function unsentParameters({ model, parameters }: RenderedPrompt, protocol: Protocol): (keyof ModelParameters)[] {
  const name = modelName(model) ?? '';
  return refused(name, providerOf(model), parameters, protocol).filter((parameter) => parameters[parameter] !== undefined);
}

/** The parameters without those. */
export function sentParameters(rendered: RenderedPrompt, protocol: Protocol): ModelParameters {
  const unsent: readonly string[] = unsentParameters(rendered, protocol);
  if (unsent.length === 0) return rendered.parameters;
  return Object.fromEntries(Object.entries(rendered.parameters).filter(([name]) => !unsent.includes(name)));
}

/** What of a prompt does not reach the model, in the words of the prompt file. */
export function unsentSettings(rendered: RenderedPrompt, protocol: Protocol): string[] {
  const hasJsonMode = protocol !== 'anthropic' || rendered.responseFormat !== 'json_object';
  return [...unsentParameters(rendered, protocol), ...(hasJsonMode ? [] : ['responseFormat: json_object'])];
}

function refused(
  name: string,
  provider: string | undefined,
  { reasoningEffort }: ModelParameters,
  protocol: Protocol,
): readonly (keyof ModelParameters)[] {
  if (protocol === 'anthropic') return ['seed', ...PENALTIES, ...(takesAnthropicSampling(name) ? [] : SAMPLING)];
  if (protocol === 'google') return reasoningEffort !== undefined && !googleThinking(name, reasoningEffort) ? ['reasoningEffort'] : [];
  // What a model behind the bridge takes, only its adapter knows.
  if (protocol === 'ai-sdk') return [];
  const isOpenAI = provider === undefined || provider === 'openai' || provider === 'azure';
  // Told not to reason, these models take what the others take.
  const reasons = isOpenAI && isOpenAIReasoningModel(name) && reasoningEffort !== 'none';
  if (protocol === 'openai-responses') return [...NOT_IN_RESPONSES, ...PENALTIES, ...(reasons ? SAMPLING : (['topK'] as const))];
  return reasons ? [...SAMPLING, ...PENALTIES] : [];
}
