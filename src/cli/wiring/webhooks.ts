import { text } from 'node:stream/consumers';
import { Failure } from '../../base/failure.ts';
import { WEBHOOK_EVENTS, webhookIdSchema } from '../../protocol/webhooks.ts';
import type { AddedWebhook, WebhookRequest } from '../../registry/areas/webhooks.ts';
import type { CliContext } from '../context.ts';
import { addedJson, addedNote } from '../render/registry/webhooks.ts';

export interface AddWebhookFlags {
  readonly kind: WebhookRequest['kind'];
  readonly event: readonly string[];
  readonly tokenStdin: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
}

/** What the flags ask for. A token is read from stdin only: as an argument the history of the shell would keep it. */
export async function webhookRequest(url: string, flags: AddWebhookFlags, { host }: CliContext): Promise<WebhookRequest> {
  const { kind, tokenStdin } = flags;
  if (!URL.canParse(url))
    throw new Failure('usage-invalid', `"${url}" is no address.`, { hint: 'Give one such as https://ci.example.com/hook.' });
  if ((kind === 'github') !== tokenStdin) {
    throw new Failure('usage-invalid', '--kind github and --token-stdin belong together.', {
      hint: 'GitHub wants a token that may write contents: `--kind github --token-stdin < token.txt`. Others get a secret that is made for them.',
    });
  }
  const events = flags.event.map(knownEvent);
  const token = tokenStdin ? (await text(host.stdin)).trim() : undefined;
  if (token === '') throw new Failure('usage-invalid', 'There is no token on stdin.');
  return { url, kind, ...(events.length > 0 && { events }), ...(token !== undefined && { token }) };
}

function knownEvent(text: string) {
  const event = WEBHOOK_EVENTS.find((each) => each === text);
  if (event !== undefined) return event;
  throw new Failure('usage-invalid', `There are no events "${text}".`, { hint: `There are ${WEBHOOK_EVENTS.join(', ')}.` });
}

/** Prints the secret of a new webhook to stdout, and what there is to know of it to stderr. */
export function printAdded(added: AddedWebhook, { quiet, json }: AddWebhookFlags, { terminal }: CliContext): void {
  const { webhook, secret } = added;
  if (secret !== undefined) terminal.mask(secret);
  if (!quiet && !json) terminal.note(addedNote(added, terminal.noteColor));
  terminal.print(json ? addedJson(added) : (secret ?? webhook.id));
}

/** @throws Failure `usage-invalid` */
export function webhookId(text: string): string {
  if (webhookIdSchema.safeParse(text).success) return text;
  throw new Failure('usage-invalid', `"${text}" is no id of a webhook.`, { hint: 'See `promptlane webhook ls`.' });
}
