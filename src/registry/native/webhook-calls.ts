import { addWebhook, listWebhooks, removeWebhook, testWebhook } from '../../protocol/webhooks.ts';
import type { WebhookCalls } from '../areas/webhooks.ts';
import type { HttpCaller } from './http-caller.ts';

/** The calls about webhooks. */
export function webhookCalls(http: HttpCaller): WebhookCalls {
  return {
    webhooks: async () => (await http.call(listWebhooks, {})).webhooks,
    addWebhook: (body) => http.call(addWebhook, { body }),
    testWebhook: (webhook) => http.call(testWebhook, { params: { webhook } }),
    removeWebhook: async (webhook) => (await http.call(removeWebhook, { params: { webhook } })).webhook,
  };
}
