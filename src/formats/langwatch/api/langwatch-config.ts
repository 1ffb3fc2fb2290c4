import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { ModelParameters } from '../../../prompt/prompt.ts';

export const LANGWATCH_ROLES = ['system', 'user', 'assistant'] as const;
export const LANGWATCH_INPUT_TYPES = [
  'str',
  'float',
  'bool',
  'image',
  'list[str]',
  'list[float]',
  'list[int]',
  'list[bool]',
  'dict',
] as const;
export const LANGWATCH_OUTPUT_TYPES = ['str', 'float', 'bool', 'json_schema'] as const;

export interface LangwatchMessage {
  readonly role: (typeof LANGWATCH_ROLES)[number];
  readonly content: string;
}

export interface LangwatchInput {
  readonly identifier: string;
  readonly type: (typeof LANGWATCH_INPUT_TYPES)[number];
}

export interface LangwatchOutput {
  readonly identifier: string;
  readonly type: (typeof LANGWATCH_OUTPUT_TYPES)[number];
  readonly json_schema?: JsonObject;
}

export interface LangwatchResponseFormat {
  readonly type: 'json_schema';
  readonly json_schema: { readonly name: string; readonly schema: JsonObject } | null;
}

/** What LangWatch's API says of a prompt, under our names of parameters. An absent member says nothing. */
export interface LangwatchConfig {
  readonly model?: string;
  /** The text of the first system message. */
  readonly prompt?: string;
  /** With the system messages, or with those that `prompt` does not say. */
  readonly messages?: readonly LangwatchMessage[];
  readonly parameters?: ModelParameters;
  /** Parameters that are not there any more. */
  readonly without?: readonly (keyof ModelParameters)[];
  readonly inputs?: readonly LangwatchInput[];
  readonly outputs?: readonly LangwatchOutput[];
  readonly responseFormat?: LangwatchResponseFormat;
  readonly appParameters?: JsonObject;
}

/** Our parameters as `configData` calls them. */
export const CONFIG_DATA_NAMES = {
  temperature: 'temperature',
  maxTokens: 'max_tokens',
  topP: 'top_p',
  topK: 'top_k',
  seed: 'seed',
  frequencyPenalty: 'frequency_penalty',
  presencePenalty: 'presence_penalty',
  reasoningEffort: 'reasoning_effort',
} as const satisfies Partial<Record<keyof ModelParameters, string>>;

/** What `configData` knows besides; here it goes to the provider as it stands. */
export const CONFIG_DATA_EXTRA = ['min_p', 'repetition_penalty', 'reasoning', 'thinkingLevel', 'effort', 'verbosity'] as const;
