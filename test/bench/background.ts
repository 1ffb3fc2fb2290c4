import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { takeUsage, type Usage } from './measure.ts';

/** A Node process that runs beside a measurement. */
export interface Background {
  /** The address in its first line of output. */
  readonly url: string;
  /** Ends it, and says what it used. */
  stop(): Promise<Omit<Usage, 'wallMs'>>;
}

/** Starts it and waits until it says where it listens. */
export async function startBackground(args: readonly string[], cwd?: string): Promise<Background> {
  const usage = takeUsage();
  const child = spawn(process.execPath, [...usage.args, ...args], { cwd, stdio: 'pipe', env: { ...process.env, ...usage.env } });
  const said: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  const exited = once(child, 'exit');
  const lines = createInterface({ input: child.stdout });
  const greeting = await Promise.race([once(lines, 'line').then(([line]) => String(line)), exited.then(() => '')]);
  const [url] = /http:\/\/[^\s]+/.exec(greeting) ?? [];
  if (url === undefined) throw new Error(`node ${args.join(' ')} did not start: ${greeting}\n${Buffer.concat(said)}`);
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
      return usage.read();
    },
  };
}
