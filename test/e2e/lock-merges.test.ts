import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EnvironmentName } from '../../src/release/environment.ts';
import { pinsOf, withPins } from '../../src/release/lockfile/edit-lockfile.ts';
import { parseLockfile } from '../../src/release/lockfile/parse-lockfile.ts';
import { DEFAULT_CONFIG } from '../../src/workspace/config/config.ts';
import { lockfileFile } from '../../src/workspace/lockfile-file/lockfile-file.ts';
import { runHere } from '../support/command-line.ts';
import { isolatedGit } from '../support/git-repository.ts';
import { lockWorkspace, verifyWorkspace } from '../support/in-process.ts';
import { promptText, type TemporaryWorkspace, temporaryWorkspace } from '../support/temporary-workspace.ts';

const LOCK = 'promptlane.lock';
const DEVELOPMENT = 'development' as EnvironmentName;
const STAGING = 'staging' as EnvironmentName;

/** What one branch does to the project that both start from. */
interface Work {
  /** Prompts with their new texts; new ones too. */
  readonly edits?: Readonly<Record<string, string>>;
  /** Prompts that staging pins as development does, after the edits. */
  readonly promotes?: readonly string[];
}

interface Scenario {
  readonly ours: Work;
  readonly theirs: Work;
  /** Both pin it in staging, each to another version. */
  readonly conflict?: string;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  'distant edits': { ours: { edits: { answer: 'Ours.' } }, theirs: { edits: { zoom: 'Theirs.' } } },
  'adjacent edits': { ours: { edits: { answer: 'Ours.' } }, theirs: { edits: { brief: 'Theirs.' } } },
  'additions far apart': { ours: { edits: { aaa: 'Ours.' } }, theirs: { edits: { zzz: 'Theirs.' } } },
  'additions in one gap': { ours: { edits: { mine: 'Ours.' } }, theirs: { edits: { more: 'Theirs.' } } },
  'a promotion and an edit in development': { ours: { promotes: ['reply'] }, theirs: { edits: { brief: 'Theirs.' } } },
  'a promotion and an edit of the same prompt': { ours: { promotes: ['greet'] }, theirs: { edits: { greet: 'Theirs.' } } },
  'the same prompt in the same environment': {
    ours: { promotes: ['greet'] },
    theirs: { edits: { greet: 'Theirs.' }, promotes: ['greet'] },
    conflict: 'greet',
  },
  'a promotion of everything and one edit': {
    ours: { promotes: ['answer', 'brief', 'greet', 'reply', 'zoom'] },
    theirs: { edits: { greet: 'Theirs.' } },
  },
};

const files = (edits: Work['edits'] = {}) =>
  Object.fromEntries(Object.entries(edits).map(([id, text]) => [`prompts/${id}.prompt.yaml`, promptText(text)]));

async function doWork(workspace: TemporaryWorkspace, { edits, promotes = [] }: Work): Promise<void> {
  workspace.write(files(edits));
  await lockWorkspace(workspace);
  const store = lockfileFile({ root: workspace.path, config: DEFAULT_CONFIG });
  const lock = await store.read();
  const pins = [...(lock.environments.get(DEVELOPMENT) ?? [])].filter(([id]) => promotes.includes(id));
  if (pins.length > 0) await store.write(withPins(lock, STAGING, new Map(pins)));
  workspace.commit({}, 'Work');
}

let project: TemporaryWorkspace;
let driver: string;

/** Staging pins an answer and an old greet; git knows the driver. */
beforeAll(async () => {
  project = temporaryWorkspace(files({ brief: 'Be brief.', reply: 'Reply.', zoom: 'Zoom.' }));
  await runHere(['init', '--bare'], { cwd: project.path });
  driver = project.git('config', 'merge.promptlane.driver');
  await doWork(project, { promotes: ['answer', 'greet'] });
  await doWork(project, { edits: { greet: 'You greet people warmly.' } });
});

/** Two branches off main, whatever a test before left there. */
async function branchesOf({ ours, theirs }: Scenario): Promise<TemporaryWorkspace> {
  project.git('reset', '--quiet', '--hard');
  project.git('config', 'merge.promptlane.driver', driver);
  for (const [branch, work] of [
    ['ours', ours],
    ['theirs', theirs],
  ] as const) {
    project.git('switch', '--quiet', '--force-create', branch, 'main');
    await doWork(project, work);
  }
  return project;
}

/** Runs git where it may stop at a conflict. */
function attempt({ path }: TemporaryWorkspace, ...args: string[]): { readonly stopped: boolean; readonly said: string } {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'core.editor=true', ...args], {
    cwd: path,
    env: isolatedGit(),
    encoding: 'utf8',
  });
  expect(status, stderr).toBeLessThan(2);
  return { stopped: status !== 0, said: stdout + stderr };
}

function useDriver(workspace: TemporaryWorkspace, which: 'driver' | 'no driver'): void {
  if (which === 'no driver') workspace.git('config', '--remove-section', 'merge.promptlane');
}

const stagingOf = (text: string | undefined) => pinsOf(parseLockfile({ file: LOCK, text: text ?? '' }), STAGING);
const promptlane = (workspace: TemporaryWorkspace, ...args: string[]) => runHere(args, { cwd: workspace.path });

const JOIN = { merge: ['merge', '--no-edit', 'theirs'], rebase: ['rebase', 'theirs'], 'cherry-pick': ['cherry-pick', 'theirs'] } as const;
const GO_ON = { merge: ['commit', '--no-edit'], rebase: ['rebase', '--continue'], 'cherry-pick': ['cherry-pick', '--continue'] } as const;

/** Joins the branches as a person would: resolves where git stops, and goes on. */
async function join(workspace: TemporaryWorkspace, how: keyof typeof JOIN, { conflict }: Scenario) {
  workspace.git('switch', '--quiet', '--force-create', how, 'ours');
  const { stopped, said } = attempt(workspace, ...JOIN[how]);
  if (!stopped) return { stopped, said };
  const resolved = await promptlane(workspace, 'lock');
  expect(resolved.exitCode, resolved.stdout + resolved.stderr).toBe(conflict === undefined ? 0 : 7);
  if (conflict !== undefined) {
    expect(resolved.stdout).toMatch(
      new RegExp(`staging {2}${conflict}[\\s\\S]*ours +[0-9a-f]{12}\\n *theirs +[0-9a-f]{12}\\n *message 1 \\(system\\):`),
    );
    expect((await promptlane(workspace, 'lock', '--check')).exitCode).toBe(7);
    expect(await promptlane(workspace, 'lock', '--resolve', '--theirs')).toMatchObject({ exitCode: 0 });
  }
  workspace.git('add', LOCK);
  attempt(workspace, ...GO_ON[how]);
  return { stopped, said };
}

async function expectSound(workspace: TemporaryWorkspace): Promise<void> {
  const { exitCode, stdout } = await promptlane(workspace, 'lock', '--check');
  expect(exitCode, stdout).toBe(0);
  expect((await verifyWorkspace(workspace)).isOk).toBe(true);
  expect(workspace.git('status', '--porcelain')).toBe('');
}

describe.each(Object.entries(SCENARIOS))('%s', (_name, scenario) => {
  const at = {} as { workspace: TemporaryWorkspace };
  beforeAll(async () => {
    at.workspace = await branchesOf(scenario);
  });

  describe.each(['driver', 'no driver'] as const)('with %s', (which) => {
    beforeAll(() => useDriver(at.workspace, which));

    test.each(['merge', 'rebase'] as const)('%s into a lockfile that is current and verifies', async (how) => {
      const { workspace } = at;
      const { stopped } = await join(workspace, how, scenario);

      await expectSound(workspace);
      if (which === 'driver') expect(stopped).toBe(scenario.conflict !== undefined);
      const [ours, theirs] = ['ours', 'theirs'].map((branch) => stagingOf(workspace.git('show', `${branch}:${LOCK}`)));
      // In a rebase, ours is the branch that is rebased onto.
      const settled = scenario.conflict !== undefined && how === 'merge' ? theirs : ours;
      expect(stagingOf(workspace.text(LOCK))).toEqual(settled);
    });
  });
});

describe('the merge driver', () => {
  /** What git alone takes for a conflict. */
  const gap: Scenario = { ours: { edits: { mine: 'Ours.' } }, theirs: { edits: { more: 'Theirs.' } } };

  test('serves a cherry-pick too', async () => {
    const workspace = await branchesOf(gap);
    expect((await join(workspace, 'cherry-pick', gap)).stopped).toBe(false);
    await expectSound(workspace);
  });

  test.each([
    ['is not installed', 'promptlane-that-is-nowhere merge-driver %O %A %B %L %P'],
    ['fails', 'false'],
  ])('that %s leaves the merge to git', async (_case, program) => {
    const workspace = await branchesOf(gap);
    workspace.git('config', 'merge.promptlane.driver', driver.replace(/^[^;]*/, program));
    workspace.git('switch', '--quiet', 'ours');
    expect(attempt(workspace, 'merge', '--no-edit', 'theirs').stopped).toBe(true);
    expect(workspace.text(LOCK)).toMatch(/^<{7} ours\n[\s\S]*^={7}\n[\s\S]*^>{7} theirs$/m);
    expect((await promptlane(workspace, 'lock')).exitCode).toBe(0);
  });

  test('goes on from a base that git could not make, of branches that were merged into each other', async () => {
    const conflict = SCENARIOS['the same prompt in the same environment'] as Scenario;
    const workspace = await branchesOf(conflict);
    const settle = async (side: string) => {
      expect(await promptlane(workspace, 'lock', side)).toMatchObject({ exitCode: 0 });
      workspace.commit({}, side);
    };
    for (const [branch, other] of [
      ['ours', 'theirs'],
      ['theirs', 'ours~1'],
    ] as const) {
      workspace.git('switch', '--quiet', branch);
      attempt(workspace, 'merge', other);
      await settle('--ours');
    }
    expect(attempt(workspace, 'merge', 'ours').stopped).toBe(true);
    await settle('--theirs');
    await expectSound(workspace);
    expect(stagingOf(workspace.text(LOCK))).toEqual(stagingOf(workspace.git('show', `ours:${LOCK}`)));
  });

  test('leaves a lockfile that it cannot read to git', async () => {
    const workspace = await branchesOf(gap);
    workspace.git('switch', '--quiet', 'ours');
    workspace.commit({ [LOCK]: `${workspace.text(LOCK)}# by hand\nunknown: true\n` });
    expect(attempt(workspace, 'merge', '--no-edit', 'theirs')).toMatchObject({
      stopped: true,
      said: expect.stringContaining('lockfile-invalid'),
    });
    expect(workspace.text(LOCK)).toContain('<<<<<<< ours');
  });
});

describe('a partial that one branch changed and a prompt that the other added', () => {
  const partial = 'prompts/shared/tone.partial.md';
  /** Every pin changes on one side, and the new one stands on the other, where git sees no conflict. */
  async function meeting(which: 'driver' | 'no driver') {
    const workspace = await branchesOf({ ours: { edits: { zzz: 'New.' } }, theirs: {} });
    workspace.git('switch', '--quiet', 'theirs');
    workspace.write({ [partial]: 'Answer in two sentences.\n', ...Object.fromEntries(plain('zoom')) });
    await lockWorkspace(workspace);
    workspace.commit({}, 'Tone');
    useDriver(workspace, which);
    workspace.git('switch', '--quiet', 'ours');
    return { workspace, ...attempt(workspace, 'merge', '--no-edit', 'theirs') };
  }
  const plain = (id: string) => [[`prompts/${id}.prompt.yaml`, promptText('Zoom.')]] as const;

  test('is stopped for by the driver, which cannot know it', async () => {
    const { workspace, stopped, said } = await meeting('driver');
    expect({ stopped, said }).toEqual({
      stopped: true,
      said: expect.stringContaining('development has to be derived from the merged prompts'),
    });
    expect(workspace.text(LOCK)).not.toContain('<<<<<<<');
    expect((await promptlane(workspace, 'lock')).exitCode).toBe(0);
    workspace.git('add', LOCK);
    attempt(workspace, 'commit', '--no-edit');
    await expectSound(workspace);
  });

  test('is never current where git alone merges it', async () => {
    const { workspace } = await meeting('no driver');
    const { exitCode } = await promptlane(workspace, 'lock', '--check');
    expect([4, 7]).toContain(exitCode);
    expect((await promptlane(workspace, 'lock')).exitCode).toBe(0);
  });
});
