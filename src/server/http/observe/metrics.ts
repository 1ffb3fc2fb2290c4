import type { FastifyInstance } from 'fastify';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What is counted of this process, in the text that Prometheus reads. */
export interface Metrics {
  /** The media type and the text. */
  read(): Promise<{ type: string; text: string }>;
  failed(code: string): void;
  /** Counts the pins of a reply that moved some. */
  moved(pins: number): void;
  /** Counts each answered request. */
  watch(app: FastifyInstance): void;
}

const PREFIX = 'promptlane_';
/** Seconds: from an answer out of memory to a large upload. */
const BUCKETS = [0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Labels are routes, statuses and codes: names of users' things would grow without bound and tell who has what. */
export function serverMetrics(openStreams: () => number): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register, prefix: PREFIX });
  const registers = [register];
  const requests = new Counter({
    name: `${PREFIX}http_requests_total`,
    help: 'Answered requests.',
    labelNames: ['route', 'method', 'status'] as const,
    registers,
  });
  const seconds = new Histogram({
    name: `${PREFIX}http_request_seconds`,
    help: 'Time from the first byte of a request to the last of its answer; without streams.',
    labelNames: ['route'] as const,
    buckets: BUCKETS,
    registers,
  });
  const failures = new Counter({
    name: `${PREFIX}failures_total`,
    help: 'Requests that were refused or failed, by code.',
    labelNames: ['code'] as const,
    registers,
  });
  const pins = new Counter({ name: `${PREFIX}pins_moved_total`, help: 'Pins that this server moved.', registers });
  new Gauge({
    name: `${PREFIX}event_streams`,
    help: 'Open streams of events.',
    registers,
    collect() {
      this.set(openStreams());
    },
  });
  return {
    read: async () => ({ type: register.contentType, text: await register.metrics() }),
    failed: (code) => failures.inc({ code }),
    moved: (count) => pins.inc(count),
    watch(app) {
      app.addHook('onResponse', async (request, reply) => {
        const { declared } = request.routeOptions.config;
        const route = declared?.endpoint.name ?? 'none';
        requests.inc({ route, method: request.method, status: reply.statusCode });
        if (declared?.answers !== 'project-with-stream') seconds.observe({ route }, reply.elapsedTime / 1000);
      });
    },
  };
}
