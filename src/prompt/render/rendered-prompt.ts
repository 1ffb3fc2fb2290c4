import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { ModelParameters, OutputSchema, Role } from '../prompt.ts';

/** A message as a model gets it: rendered, and with the slots for earlier messages filled. */
export interface RenderedMessage {
  readonly role: Exclude<Role, 'placeholder'>;
  readonly content?: string;
  readonly name?: string;
  readonly toolCallId?: string;
  readonly toolCalls?: readonly JsonObject[];
}

/** Everything that a request to a model needs, in no provider's words yet. */
export interface RenderedPrompt {
  readonly messages: readonly RenderedMessage[];
  readonly model?: string;
  readonly parameters: ModelParameters;
  readonly responseFormat?: 'text' | 'json_object' | 'json_schema';
  readonly schema?: OutputSchema;
  readonly tools: readonly JsonObject[];
  readonly toolChoice?: Json;
}
