import { canonicalJson, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { Message } from '../prompt.ts';
import { alignMessages } from './align/align-messages.ts';
import { diffFields } from './diff-fields.ts';
import { diffTexts } from './diff-words.ts';
import type { MessageChange, MessagePlace } from './prompt-diff.ts';

/** Compares two lists of messages: which stayed, changed, moved, came and went. */
export function diffMessages(before: readonly Message[], after: readonly Message[]): MessageChange[] {
  const changes = alignMessages(before, after).map((pair) =>
    compareMessages(place(before, pair.before), place(after, pair.after), before[pair.before ?? -1], after[pair.after ?? -1]),
  );
  return withMoves(changes, before, after);
}

function compareMessages(
  beforePlace: MessagePlace | undefined,
  afterPlace: MessagePlace | undefined,
  before: Message | undefined,
  after: Message | undefined,
): MessageChange {
  const { words, comparedBy } = diffTexts(before?.content ?? '', after?.content ?? '');
  const both = before !== undefined && after !== undefined;
  const fields = both ? diffFields(withoutText(before), withoutText(after)) : [];
  const isSame = both && messageKey(before) === messageKey(after);
  return {
    kind: isSame ? 'same' : both ? 'changed' : before ? 'removed' : 'added',
    ...(beforePlace && { before: beforePlace }),
    ...(afterPlace && { after: afterPlace }),
    words,
    ...(comparedBy !== 'word' && { comparedBy }),
    fields,
  };
}

/** A message that went in one place and came in another has moved: told once, where it stands now. */
function withMoves(changes: readonly MessageChange[], before: readonly Message[], after: readonly Message[]): MessageChange[] {
  const gone = new Map<string, MessageChange[]>();
  for (const change of changes.filter(({ kind }) => kind === 'removed')) {
    const key = messageKey(before[change.before?.index ?? -1]);
    gone.set(key, [...(gone.get(key) ?? []), change]);
  }
  const moved = new Set<MessageChange>();
  const told = changes.map((change): MessageChange => {
    const origin = change.kind === 'added' ? gone.get(messageKey(after[change.after?.index ?? -1]))?.shift() : undefined;
    if (origin?.before === undefined) return change;
    moved.add(origin);
    const text = after[change.after?.index ?? -1]?.content ?? '';
    return { ...change, kind: 'moved', before: origin.before, words: text === '' ? [] : [{ kind: 'same', text }] };
  });
  return told.filter((change) => !moved.has(change));
}

function place(messages: readonly Message[], index: number | undefined): MessagePlace | undefined {
  const message = index === undefined ? undefined : messages[index];
  return message && index !== undefined ? { index, role: message.role } : undefined;
}

function messageKey(message: Message | undefined): string {
  return canonicalJson((message ?? null) as unknown as Json);
}

function withoutText({ content: _content, ...rest }: Message): JsonObject {
  return rest as unknown as JsonObject;
}
