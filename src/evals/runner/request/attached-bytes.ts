import { sha256Hex } from '../../../base/digest.ts';
import type { Json, JsonObject } from '../../../base/json/canonical-json.ts';
import type { Attachment, RenderedMessage } from '../../../prompt/render/rendered-prompt.ts';

/**
 * Messages with the digest of attached bytes in place of the bytes: what a request is known by, and what a cassette keeps
 * of it. Digests that stand there already stay, so that a recorded request is known by the same.
 */
export function withoutAttachedBytes(messages: readonly RenderedMessage[]): Json {
  if (messages.every(({ attachments }) => attachments === undefined)) return messages as unknown as Json;
  return messages.map((message) => {
    const { attachments, ...rest } = message;
    if (attachments === undefined) return message as unknown as Json;
    return { ...(rest as unknown as JsonObject), attachments: attachments.map(named) };
  });
}

/** One picture may stand in many cases and repeats. */
const digests = new WeakMap<Attachment, string>();

function named(attachment: Attachment): JsonObject {
  if (!('data' in attachment)) return attachment as unknown as JsonObject;
  const { data, ...rest } = attachment;
  const digest = digests.get(attachment) ?? `sha256:${sha256Hex(data)}`;
  digests.set(attachment, digest);
  return { ...rest, digest };
}
