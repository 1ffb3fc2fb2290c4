import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startBackground } from './background.ts';
import { delayingProxy } from './delaying-proxy.ts';
import { CLI, inTurn, promptlane, type Usage } from './measure.ts';
import { ms, type Row, type Scale, timeText, within } from './row.ts';
import { inWorkspace } from './workspace.ts';

const LATENCY_MS = 100;

/** Pushes to a registry whose every response takes 100 ms longer: all prompts new, then none. */
export function push({ quick }: Scale): Promise<Row[]> {
  const count = quick ? 100 : 1000;
  return inWorkspace(count, async ({ root }) => {
    await promptlane(['lock', '--no-frozen'], { cwd: root });
    const requests = { fresh: 0, unchanged: 0 };
    const usages = await inTurn(quick ? 1 : 5, {
      startUp: () => promptlane(['--version']),
      reading: () => promptlane(['lock', '--check'], { cwd: root }),
      fresh: () => pushed(root, 'fresh', requests),
      unchanged: () => pushed(root, 'unchanged', requests),
    });
    const row = (name: 'fresh' | 'unchanged', what: string, goalMs: number): Row => {
      const share = (part: number) => `${Math.round((100 * part) / usages[name].wallMs)} %`;
      const waits = requests[name] * LATENCY_MS;
      const parts = `start-up ${share(usages.startUp.wallMs)}, latency ${share(waits)}, \`lock --check\` ${ms(usages.reading.wallMs)}`;
      const beside = `${requests[name]} requests; ${parts}`;
      return { what: `push, ${count} ${what}, +100 ms`, ours: timeText(usages[name]), beside, goal: within(usages[name].wallMs, goalMs) };
    };
    return [row('fresh', 'new', 2000), row('unchanged', 'unchanged', 500)];
  });
}

/** One push through the delay, into an empty registry or one that has it all. */
async function pushed(root: string, state: 'fresh' | 'unchanged', requests: Record<typeof state, number>): Promise<Usage> {
  const data = join(root, '.promptlane', 'data');
  if (state === 'fresh') rmSync(data, { recursive: true, force: true });
  const registry = await startBackground([CLI, 'serve', '--port', '0', '--data', data], root);
  const proxy = await delayingProxy(registry.url, LATENCY_MS);
  try {
    const env = { PROMPTLANE_TOKEN_FILE: join(data, 'admin.token') };
    const usage = await promptlane(['push', '--registry', proxy.url], { cwd: root, env });
    requests[state] = proxy.seen();
    return usage;
  } finally {
    await proxy.close();
    await registry.stop();
  }
}
