import type { JsonObject } from '../../base/json/canonical-json.ts';
import { checkOutput, type OutputCheck } from '../../prompt/check/check-output.ts';
import { toAISDK } from '../../prompt/render/provider/ai-sdk.ts';
import { toAnthropic } from '../../prompt/render/provider/anthropic.ts';
import { toOpenAI } from '../../prompt/render/provider/openai.ts';
import { type PlaceholderMessages, renderPrompt } from '../../prompt/render/render-prompt.ts';
import type { RenderedPrompt } from '../../prompt/render/rendered-prompt.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import type { ServedDetails } from './served-details.ts';

/** What goes with the variables. */
export interface RenderOptions {
  /** Earlier messages by the name of the placeholder that they fill. */
  readonly placeholders?: PlaceholderMessages;
}

/** One version of a prompt, ready to be rendered as often as needed; it stays what it is when the environment moves on. */
export interface ServedPrompt<Inputs extends object = Readonly<Record<string, unknown>>> {
  /** What this is, and why it was chosen. */
  readonly served: ServedDetails;
  /** `provider/model`, where the prompt names one. */
  readonly model: string | undefined;
  /** Messages, model and settings, in no provider's words. @throws Failure `variables-invalid`, `render-failed` */
  render(variables: Inputs, options?: RenderOptions): RenderedPrompt;
  /** The body of an OpenAI chat completions request; name its type where the compiler wants it: `toOpenAI<ChatCompletionCreateParams>(…)`. */
  toOpenAI<Body = JsonObject>(variables: Inputs, options?: RenderOptions): Body;
  /** The body of an Anthropic messages request. */
  toAnthropic<Body = JsonObject>(variables: Inputs, options?: RenderOptions): Body;
  /** What `generateText` and `streamText` of the AI SDK take besides the model and the tools. */
  toAISDK<Settings = JsonObject>(variables: Inputs, options?: RenderOptions): Settings;
  /** Holds an answer against the output schema and the guardrails. */
  checkOutput(text: string): OutputCheck[];
}

export function servedPrompt<Inputs extends object>(version: PromptVersion, served: ServedDetails): ServedPrompt<Inputs> {
  // Whether the variables are JSON is checked where they are copied.
  const render = (variables: Inputs, options?: RenderOptions) => renderPrompt(version, variables as JsonObject, options);
  return {
    served,
    model: version.content.model,
    render,
    toOpenAI: <Body>(variables: Inputs, options?: RenderOptions) => toOpenAI(render(variables, options)) as Body,
    toAnthropic: <Body>(variables: Inputs, options?: RenderOptions) => toAnthropic(render(variables, options)) as Body,
    toAISDK: <Body>(variables: Inputs, options?: RenderOptions) => toAISDK(render(variables, options)) as Body,
    checkOutput: (text) => checkOutput(version, text),
  };
}
