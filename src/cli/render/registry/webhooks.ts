import type { ChalkInstance } from 'chalk';
import { printable } from '../../../base/text/printable.ts';
import type { Webhook } from '../../../protocol/webhooks.ts';
import type { AddedWebhook, WebhookPing } from '../../../registry/areas/webhooks.ts';
import { jsonDocument } from '../../json.ts';
import { minuteText } from '../access/grants.ts';
import { fittedTable } from '../table.ts';

/** Renders webhooks, oldest first; below them what keeps deliveries from arriving. */
export function webhooksText(webhooks: readonly Webhook[], color: ChalkInstance, columns: number): string {
  if (webhooks.length === 0) return 'There are no webhooks.';
  const rows = webhooks.map(({ id, url, events, waiting, dropped, deliveredAt }) => [
    id,
    printable(url),
    events.length === 0 ? 'everything' : events.map((event) => printable(event)).join(', '),
    String(waiting),
    dropped === 0 ? '0' : color.red(String(dropped)),
    minuteText(deliveredAt, 'never'),
  ]);
  const troubles = webhooks.flatMap(({ id, error }) => (error === undefined ? [] : [color.yellow(`${id}: ${troubleText(error)}`)]));
  return [fittedTable(['ID', 'TO', 'HEARS OF', 'WAITING', 'GIVEN UP', 'DELIVERED'], rows, columns), ...troubles].join('\n');
}

function troubleText({ message, time, attempts, nextAt }: NonNullable<Webhook['error']>): string {
  const times = attempts === 1 ? 'once' : `${attempts} times`;
  const next = attempts === 0 ? '' : `; failed ${times}, next try ${minuteText(nextAt, '')}`;
  return `${printable(message)} at ${minuteText(time, '')}${next}`;
}

export function webhooksJson(webhooks: readonly Webhook[]): string {
  return jsonDocument('promptlane/webhooks/v1', { webhooks });
}

/** What is said beside the secret of a new webhook. */
export function addedNote({ webhook, secret }: AddedWebhook, color: ChalkInstance): string {
  const added = `Added webhook ${webhook.id} to ${printable(webhook.url)}.`;
  return secret === undefined
    ? added
    : `${added} Deliveries are signed with this secret. ${color.yellow('It is shown this once: keep it now.')}`;
}

export function addedJson(added: AddedWebhook): string {
  return jsonDocument('promptlane/webhook/v1', added);
}

/** Renders what the receiver of a `ping` said. */
export function pingText({ delivery, status, error, ms }: WebhookPing, isArrived: boolean, color: ChalkInstance): string {
  const said = status === undefined ? `It could not be delivered: ${printable(error ?? 'no answer')}` : `The receiver answered ${status}`;
  return `${isArrived ? color.green('✓') : color.red('✗')} ${said} ${color.dim(`(${delivery}, ${ms} ms)`)}`;
}

export function pingJson(ping: WebhookPing): string {
  return jsonDocument('promptlane/webhook-ping/v1', ping);
}

export function removedText({ id, url, waiting }: Webhook): string {
  return `Removed webhook ${id} to ${printable(url)}.${waiting > 0 ? ` ${waiting} waiting ${waiting === 1 ? 'event is' : 'events are'} dropped.` : ''}`;
}

export function removedJson(webhook: Webhook): string {
  return jsonDocument('promptlane/webhook-removed/v1', webhook);
}
