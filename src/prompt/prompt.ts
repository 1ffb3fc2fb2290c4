import type { Json, JsonObject } from '../base/json/canonical-json.ts';

/** Names a prompt, a partial or a guardrail set; the three share one namespace. Segments of `[A-Za-z0-9][A-Za-z0-9_.-]*` joined by `/`. */
export type PromptId = string & { readonly __brand: 'PromptId' };

/** The template language of a text. `simple` knows only `{{name}}` and `{{a.b}}`; `none` is literal. */
export type TemplateDialect = 'liquid' | 'simple' | 'none';

export const ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'placeholder'] as const;
export type Role = (typeof ROLES)[number];

/** One message. A `placeholder` is a slot for earlier messages: it has a `name` and no content. */
export interface Message {
  readonly role: Role;
  readonly content?: string;
  readonly name?: string;
  /** On a `tool` message: which call it answers. */
  readonly toolCallId?: string;
  /** On an `assistant` message (few-shot): the calls it makes, in OpenAI's shape. */
  readonly toolCalls?: readonly JsonObject[];
}

/** Model parameters under their canonical names; aliases are folded when a file is read. */
export interface ModelParameters {
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly maxTokens?: number;
  readonly stop?: readonly string[];
  readonly seed?: number;
  readonly frequencyPenalty?: number;
  readonly presencePenalty?: number;
  readonly reasoningEffort?: string;
  /** Passed to the provider as it stands. */
  readonly extra?: JsonObject;
}

/** The JSON Schema that the answer must satisfy, in the envelope that providers take. */
export interface OutputSchema {
  readonly name?: string;
  readonly description?: string;
  readonly strict?: boolean;
  readonly schema: JsonObject;
}

/** A declared variable: a JSON Schema subset. `description` is for people and stays out of the digest. */
export interface InputSpec {
  readonly type?: string | readonly string[];
  readonly required?: boolean;
  readonly default?: Json;
  readonly description?: string;
  /** Constraints: enum, const, minLength, maxLength, pattern, format, minimum, maximum, items, properties, … */
  readonly [keyword: string]: Json | undefined;
}

/** An output constraint: the name of a check (no `/`) with its parameters, or of a guardrail set (with `/`). */
export interface Guardrail {
  readonly uses: string;
  readonly [parameter: string]: Json;
}

export type Risk = 'low' | 'medium' | 'high';

/**
 * What a model and a caller see of a prompt: everything that its digest covers, and nothing else.
 *
 * Empty lists and maps and absent members mean the same; the normal form omits both.
 */
export interface PromptContent {
  readonly template: TemplateDialect;
  readonly messages: readonly Message[];
  /** `provider/model`. Without one the version can be pinned in the first environment only. */
  readonly model?: string;
  readonly parameters: ModelParameters;
  /** LangWatch's `parameters`: free JSON for the application. */
  readonly appParameters?: JsonObject;
  readonly responseFormat?: 'text' | 'json_object' | 'json_schema';
  readonly schema?: OutputSchema;
  /** OpenAI function shape. */
  readonly tools: readonly JsonObject[];
  readonly toolChoice?: Json;
  readonly guardrails: readonly Guardrail[];
  /** Declared variables by name; absent when the file declares none. */
  readonly inputs?: Readonly<Record<string, InputSpec>>;
  readonly risk?: Risk;
}

/** What a prompt file says for people; not part of the version. */
export interface About {
  readonly name?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly owners: readonly string[];
  /** Former ids: who still asks for one of them means this prompt. */
  readonly aliases?: readonly PromptId[];
  readonly metadata: JsonObject;
}

/** A string evaluator of a prompt file, with GitHub Models' semantics; other shapes are kept as they are. */
export interface Evaluator {
  readonly name: string;
  readonly string?: { readonly equals?: string; readonly contains?: string; readonly startsWith?: string; readonly endsWith?: string };
  readonly [member: string]: Json | undefined;
}

/** A prompt as its file tells it. */
export interface Prompt extends PromptContent {
  readonly id: PromptId;
  readonly about: About;
  readonly testData: readonly JsonObject[];
  readonly evaluators: readonly Evaluator[];
}

/** Shared text, included by `{% render "id" %}`. */
export interface PartialContent {
  readonly template: TemplateDialect;
  /** BOM removed, LF line ends, otherwise byte for byte. */
  readonly text: string;
}

/** A shared list of checks, included by a guardrail with `uses: shared/name`. */
export interface GuardrailSetContent {
  readonly checks: readonly Guardrail[];
}

/** An id, but for its length; the protocol documents it by this. */
export const PROMPT_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]*(?:\/[A-Za-z0-9][A-Za-z0-9_.-]*)*$/;

/** The most characters that an id may have. */
export const PROMPT_ID_LENGTH = 200;

/** What `isPromptId` asks for, in words. */
export const PROMPT_ID_RULE =
  'An id is made of letters, digits, `_`, `.` and `-`, in segments parted by `/`, each starting with a letter or digit.';

/** Type guard for ids of prompts, partials and guardrail sets. */
export function isPromptId(text: string): text is PromptId {
  return text.length <= PROMPT_ID_LENGTH && PROMPT_ID_PATTERN.test(text);
}

/** True for a guardrail that names a shared set rather than a check. */
export function usesGuardrailSet(guardrail: Guardrail): boolean {
  return guardrail.uses.includes('/');
}
