import { type ChildProcess, spawn } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { Failure } from '../../base/failure.ts';
import type { Json } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { ModuleCall } from '../../evals/scorer/scoring-tools.ts';
import { limitedCommand } from './limited-command.ts';
import { MODULE_HOST } from './module-host.ts';

/** Node itself and its threads take this much beside what a module asks for. */
const NODE_MB = 512;

/** Until Node has started: no part of a scorer's own time. */
const START_MS = 30_000;

/** A process in which the functions of one module run, one call at a time. */
export interface ModuleProcess {
  /** @throws Failure `scorer-failed` @throws what `signal` gives as its reason */
  call(call: ModuleCall, signal: AbortSignal): Promise<Json>;
  /** True once it can take no further call. */
  readonly isOver: boolean;
  stop(): void;
}

interface Reply {
  readonly value?: string;
  readonly error?: string;
}

/**
 * Starts a process for a module: without environment variables, with a limit of memory, and with Node's permissions on, so that
 * it reads files of the workspace and nothing else, writes none and starts no program. The network is open to it.
 */
export function startModuleProcess(root: string, memoryMb: number): ModuleProcess {
  const child = startChild(root, memoryMb);
  let isOver = false;
  let isReady = false;
  const stop = () => {
    isOver = true;
    child.kill('SIGKILL');
  };
  child.once('exit', () => {
    isOver = true;
  });
  child.once('error', stop);
  // A module that nobody asks holds up the end of nothing.
  child.unref();
  child.channel?.unref();
  return {
    get isOver() {
      return isOver;
    },
    stop,
    async call({ module, export: name, arguments: given, timeoutMs }, signal) {
      try {
        if (!isReady) await nextReply(child, START_MS, signal);
        isReady = true;
        const reply = nextReply(child, timeoutMs, signal);
        child.send({ url: pathToFileURL(module).href, name, given }, (error) => error !== null && stop());
        return verdictOf(await reply);
      } catch (error) {
        // It may be in a loop for ever, or about to end; the next call needs one that listens.
        stop();
        throw error;
      }
    },
  };
}

function verdictOf({ value, error = 'it gave no JSON' }: Reply): Json {
  const json = value === undefined ? undefined : jsonValue(value);
  if (json === undefined) throw new Failure('scorer-failed', `The module failed: ${error}.`);
  return json;
}

function startChild(root: string, memoryMb: number): ChildProcess {
  const node = [process.execPath, `--max-old-space-size=${memoryMb}`, '--no-warnings', ...permissions(root)];
  const [program = '', ...args] = limitedCommand([...node, '--input-type=module', '--eval', MODULE_HOST], memoryMb + NODE_MB);
  return spawn(program, args, {
    cwd: root,
    env: {},
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'json',
    windowsHide: true,
  });
}

function permissions(root: string): string[] {
  const isStable = process.allowedNodeEnvironmentFlags.has('--permission');
  return [isStable ? '--permission' : '--experimental-permission', `--allow-fs-read=${root}/`];
}

/** The next thing that the process says. */
function nextReply(child: ChildProcess, timeoutMs: number, signal: AbortSignal): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const settle = (settled: () => void) => {
      clearTimeout(timer);
      child.off('message', onMessage);
      child.off('exit', onExit);
      signal.removeEventListener('abort', onAbort);
      settled();
    };
    const fail = (what: string) => settle(() => reject(new Failure('scorer-failed', `The module ${what}.`)));
    const onMessage = (reply: unknown) => settle(() => resolve(reply as Reply));
    const onExit = (code: number | null, killed: string | null) => fail(`ended its process, ${killed ?? `with exit code ${code}`}`);
    const onAbort = () => settle(() => reject(signal.reason));
    const timer = setTimeout(() => fail(`gave no verdict within ${timeoutMs / 1000} s`), timeoutMs);
    child.once('message', onMessage);
    child.once('exit', onExit);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
  });
}
