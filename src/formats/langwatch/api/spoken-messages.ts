import type { Message, PromptContent } from '../../../prompt/prompt.ts';
import { literalInLiquid, messagesWithPartials } from '../../exported-texts.ts';
import type { ExportedPrompt } from '../../foreign-format.ts';
import type { LangwatchMessage } from './langwatch-config.ts';

/** A message of ours as LangWatch shows it; without `shown` it cannot. */
export interface SpokenMessage {
  readonly own: Message;
  readonly shown?: LangwatchMessage;
}

/** The messages as LangWatch shows them: Liquid, partials written in, a developer as the system. */
export function spokenMessages(exported: ExportedPrompt): SpokenMessage[] {
  const { messages, template } = exported.prompt;
  return messagesWithPartials(exported).map((message, index) => {
    const own = messages[index] ?? message;
    const shown = shownAs(message, template);
    return shown === undefined ? { own } : { own, shown };
  });
}

/** What LangWatch shows of the messages. */
export function shownMessages(spoken: readonly SpokenMessage[]): LangwatchMessage[] {
  return spoken.flatMap(({ shown }) => (shown === undefined ? [] : [shown]));
}

function shownAs(message: Message, template: PromptContent['template']): LangwatchMessage | undefined {
  const { role, content, toolCalls } = message;
  if (content === undefined || toolCalls !== undefined || role === 'tool' || role === 'placeholder') return undefined;
  return { role: role === 'developer' ? 'system' : role, content: literalInLiquid(content, template) };
}
