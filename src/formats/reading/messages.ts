import type { JsonObject } from '../../base/json/canonical-json.ts';
import { writeLiquid } from '../template/liquid/write-liquid.ts';
import type { MarkPart, TemplatePart } from '../template/template-part.ts';

/** A message whose text is still in parts, or a slot for earlier messages. */
export type MessageParts =
  | { readonly role: string; readonly parts: readonly TemplatePart[] }
  | { readonly role: 'placeholder'; readonly name: string };

/** The first mark inside a block, where no message can begin. */
export function markInBlock(parts: readonly TemplatePart[]): MarkPart | undefined {
  const inside = (inner: readonly TemplatePart[]): MarkPart | undefined =>
    inner.find(({ kind }) => kind === 'mark') as MarkPart | undefined;
  for (const part of parts) {
    const blocks =
      part.kind === 'if'
        ? [...part.branches.map(({ body }) => body), part.otherwise]
        : part.kind === 'for'
          ? [part.body, part.otherwise]
          : [];
    for (const block of blocks) {
      const found = inside(block) ?? markInBlock(block);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** True when a text says nothing, whatever the values are. */
export function isBlank(parts: readonly TemplatePart[]): boolean {
  return parts.every((part) => part.kind === 'comment' || part.kind === 'assign' || (part.kind === 'text' && part.text.trim() === ''));
}

/** Messages as a prompt file has them. */
export function messagesOf(messages: readonly MessageParts[]): JsonObject[] {
  return messages.map((message) =>
    'parts' in message ? { role: message.role, content: writeLiquid(message.parts) } : { role: message.role, name: message.name },
  );
}
