import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inTurn, runNode } from '../measure.ts';
import { type Row, timeText } from '../row.ts';
import { inFolder } from '../workspace.ts';
import { type EvalLoad, evalProject, promptfooConfig } from './eval-project.ts';
import { evaluateIn, loadText } from './evaluate.ts';

const LOAD: EvalLoad = { count: 1_000, latencyMs: 20, concurrency: 20 };
const LEAST_RATIO = 6;
/** It needs Node 22.22 or newer. */
const PACKAGES = [`node-${process.platform}-${process.arch}@22`, 'promptfoo'];

/** Nothing but the measured model is asked: it would otherwise call home, look for updates and offer to share. */
const QUIET = {
  PROMPTFOO_DISABLE_TELEMETRY: '1',
  PROMPTFOO_DISABLE_UPDATE: '1',
  PROMPTFOO_DISABLE_SHARING: '1',
  PROMPTFOO_DISABLE_REMOTE_GENERATION: '1',
  PROMPTFOO_SELF_HOSTED: '1',
  NO_UPDATE_NOTIFIER: '1',
};

/** The same evaluation beside promptfoo, installed for the moment into a temporary folder. */
export async function besidePromptfoo(origin: string): Promise<Row[]> {
  const home = mkdtempSync(join(tmpdir(), 'promptlane-bench-promptfoo-'));
  try {
    const { node, entry } = await install(home);
    const config = join(home, 'promptfooconfig.json');
    writeFileSync(config, promptfooConfig(origin, LOAD));
    const { ours, peer } = await inFolder(evalProject(origin, LOAD), (root) =>
      inTurn(1, {
        ours: () => {
          rmSync(join(root, '.promptlane'), { recursive: true, force: true });
          return evaluateIn(root, LOAD);
        },
        peer: () =>
          runNode(
            [
              entry,
              'eval',
              '-c',
              config,
              '-j',
              String(LOAD.concurrency),
              '--no-cache',
              '--no-table',
              '--no-progress-bar',
              '--no-share',
              '-o',
              join(home, 'out.json'),
            ],
            {
              cwd: home,
              node,
              env: { ...QUIET, PROMPTFOO_CONFIG_DIR: join(home, 'state'), OPENAI_API_KEY: 'none' },
            },
          ),
      }),
    );
    const ratio = peer.cpuMs / ours.cpuMs;
    return [
      {
        what: `eval, ${loadText(LOAD)}`,
        ours: `${timeText(ours)}, ${Math.round(ours.peakMb)} MB`,
        beside: `${timeText(peer)}, ${Math.round(peer.peakMb)} MB promptfoo`,
        ratio,
        goal: { text: `≥ ${LEAST_RATIO}.00× less CPU`, isMet: ratio >= LEAST_RATIO },
      },
    ];
  } catch (error) {
    process.stderr.write(`promptfoo is left out: ${(error as Error).message}\n`);
    return [];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function install(folder: string): Promise<{ node: string; entry: string }> {
  process.stderr.write('Installing promptfoo and a Node that it runs on\n');
  await promisify(execFile)('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder, ...PACKAGES], {
    maxBuffer: 64 * 1024 * 1024,
  });
  const node = join(folder, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
  const entry = ['dist/src/entrypoint.js', 'dist/src/main.js'].map((path) => join(folder, 'node_modules/promptfoo', path)).find(existsSync);
  if (entry === undefined || !existsSync(node)) throw new Error('its package is laid out in a way that this bench does not know.');
  return { node, entry };
}
