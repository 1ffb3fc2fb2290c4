import type { Message } from '../../prompt.ts';
import type { Findings } from '../findings.ts';
import type { ValuePath } from '../yaml/locate.ts';

/** What the role of a message asks of its other keys. */
export function addMessageFindings(findings: Findings, messages: readonly Message[]): void {
  for (const [index, message] of messages.entries()) addOne(findings, message, ['messages', index]);
}

function addOne(findings: Findings, { role, content, name, toolCallId, toolCalls }: Message, path: ValuePath): void {
  const say = (key: string, message: string, hint: string) => findings.add([...path, key], { rule: 'message-shape', message, hint });
  if (role === 'placeholder') {
    if (name === undefined) say('name', 'A placeholder has no name.', 'Add `name`: callers fill the slot by it.');
    if (content !== undefined) say('content', 'A placeholder has content.', 'Remove it: the caller gives the messages.');
  } else if (content === undefined && (role !== 'assistant' || toolCalls === undefined)) {
    say('content', `A message of the role ${role} has no content.`, 'Add `content`.');
  }
  if (toolCalls !== undefined && role !== 'assistant')
    say('toolCalls', `A message of the role ${role} makes tool calls.`, 'Only the assistant does.');
  if (toolCallId !== undefined && role !== 'tool')
    say('toolCallId', `A message of the role ${role} answers a tool call.`, 'Only the role `tool` does.');
}
