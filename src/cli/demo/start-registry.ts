import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { execa } from 'execa';

/** A registry that runs beside the demo. */
export interface RunningRegistry {
  /** What it printed when it was ready. */
  readonly greeting: string;
  stop(): Promise<void>;
}

/** Starts `promptlane serve` on a free port and waits until it listens. */
export async function startRegistry(executable: string, folder: string): Promise<RunningRegistry> {
  const server = execa(process.execPath, [executable, 'serve', '--port', '0'], {
    cwd: folder,
    stdin: 'ignore',
    reject: false,
    buffer: false,
  });
  const lines = createInterface({ input: server.stdout });
  const greeting = await Promise.race([once(lines, 'line').then(([line]) => String(line)), server.then(() => undefined)]);
  if (greeting === undefined) throw new Error('The registry did not start. Run `promptlane serve` to see why.');
  return {
    greeting,
    async stop() {
      server.kill('SIGTERM');
      await server;
    },
  };
}
