import * as protocol from '../../../protocol/webhooks.ts';
import { addWebhook, listWebhooks, removeWebhook, testWebhook, type WebhookTools } from '../../actions/webhooks/webhooks.ts';
import { type Route, route } from '../route.ts';

export function webhookRoutes(tools: WebhookTools): readonly Route[] {
  return [
    route(protocol.addWebhook, ({ call, body }) => addWebhook(call, tools, body)),
    route(protocol.listWebhooks, ({ call }) => listWebhooks(call)),
    route(protocol.removeWebhook, ({ call, params }) => removeWebhook(call, params.webhook)),
    route(protocol.testWebhook, ({ call, params }) => testWebhook(call, tools, params.webhook)),
  ];
}
