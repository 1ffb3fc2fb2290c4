import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { Doorbell } from './events/doorbell.ts';
import type { Gate } from './http/admit.ts';
import { buildApp } from './http/app.ts';
import { eventStreams } from './http/events/event-streams.ts';
import type { RequestLimits } from './http/limits/request-limits.ts';
import type { LogLevel } from './http/observe/request-log.ts';
import { startForgettingRuns } from './jobs/forget-runs.ts';
import { openOutgoing } from './outgoing/send-post.ts';
import { startRolloutController } from './rollouts/rollout-controller.ts';
import type { SecretBox } from './secrets/secret-box.ts';
import { startWebhookSender } from './webhooks/webhook-sender.ts';

export interface ServiceOptions {
  /** Takes structured log lines, one JSON object each. */
  readonly log: (line: string) => void;
  readonly logLevel?: LogLevel;
  /** Addresses of reverse proxies, with commas: what they say of the client's address holds. */
  readonly trustedProxies?: string;
  /** How long it goes on answering after it was told to stop, while `/readyz` says no: until the load balancer has seen that. */
  readonly graceMs?: number;
  readonly limits?: RequestLimits;
  readonly requestMs?: number;
  readonly heartbeatMs?: number;
  /** How often rollouts are looked at. */
  readonly rolloutLookMs?: number;
  /** Hosts, with commas, that webhooks may go to though they are private or speak plain HTTP. */
  readonly privateWebhooks?: string;
}

/** What a registry does with its database: it answers requests, and tells of events. */
export interface Service {
  readonly app: FastifyInstance;
  /** Says that it stops, lets streams go, and answers what is under way. */
  stop(): Promise<void>;
}

/** Long enough for any request of ours, short enough for whoever waits for the process to end. */
const DRAIN_MS = 3000;

export interface ServiceTools extends Gate {
  readonly secrets: SecretBox;
  /** Rung whenever there may be new events. */
  readonly bell: Doorbell;
}

export async function openService(gate: ServiceTools, options: ServiceOptions): Promise<Service> {
  const { graceMs = 0, heartbeatMs } = options;
  const { bell } = gate;
  let isStopping = false;
  let app: FastifyInstance | undefined;
  const failing = (what: string) => (error: unknown) => app?.log.error({ err: error }, what);
  const failed = failing('events cannot be told');
  const outgoing = openOutgoing(options.privateWebhooks);
  const streams = eventStreams({ db: gate.db, bell, failed, ...(heartbeatMs !== undefined && { heartbeatMs }) });
  const built = await buildApp({ ...gate, ...options, outgoing, bell, streams, isStopping: () => isStopping });
  app = built;
  const sender = startWebhookSender({ ...gate, outgoing }, bell, failed);
  const controller = startRolloutController(gate, {
    bell,
    failed: failing('a rollout cannot be looked at'),
    ...(options.rolloutLookMs !== undefined && { lookMs: options.rolloutLookMs }),
  });
  const forgetting = startForgettingRuns(gate.db, gate.clock, failing('abandoned runs cannot be deleted'));
  return {
    app: built,
    async stop() {
      isStopping = true;
      if (graceMs > 0) await wait(graceMs);
      await Promise.all([drain(built), sender.stop(), controller.stop(), forgetting.stop()]);
      await outgoing.close();
    },
  };
}

/** Answers what is under way. A connection that never asked anything would hold the server open for ever: it is cut in the end. */
async function drain(app: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close();
  clearTimeout(patience);
}
