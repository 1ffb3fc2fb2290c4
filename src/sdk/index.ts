/** The client without anything of a platform: for edge runtimes and browsers, and wherever bundles come as JSON. */
export { Failure } from '../base/failure.ts';
export type { OutputCheck } from '../prompt/check/check-output.ts';
export type { RenderedMessage, RenderedPrompt } from '../prompt/render/rendered-prompt.ts';
export type { CallContext } from '../release/rollout/call-context.ts';
export type { PromptlaneOptions } from './options.ts';
export type { AnyPrompts, PromptTypes } from './prompt/prompt-types.ts';
export type { ChoiceReason, ServedDetails, Source } from './prompt/served-details.ts';
export type { RenderOptions, ServedPrompt } from './prompt/served-prompt.ts';
export { type CallOptions, type ClientStatus, Promptlane } from './promptlane.ts';
export type { Outcome } from './reports.ts';
