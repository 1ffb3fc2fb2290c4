import type { Json, JsonObject } from '../../base/json/canonical-json.ts';
import type { ModelParameters, OutputSchema, Role } from '../prompt.ts';

/** A picture or a file that goes with a message: its bytes, or where a provider can fetch it. */
export type Attachment =
  | { readonly mediaType: string; readonly data: string; readonly name?: string }
  | { readonly url: string; readonly mediaType?: string; readonly name?: string };

/** A message as a model gets it: rendered, and with the slots for earlier messages filled. */
export interface RenderedMessage {
  readonly role: Exclude<Role, 'placeholder'>;
  readonly content?: string;
  readonly name?: string;
  readonly toolCallId?: string;
  readonly toolCalls?: readonly JsonObject[];
  /** Pictures and files; `data` is base64. */
  readonly attachments?: readonly Attachment[];
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
