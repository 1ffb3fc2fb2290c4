import type { LockDependencies } from '../../../workflows/release/lock.ts';
import type { MergeSide, ResolveOutcome, ResolveRequest } from '../../../workflows/release/merge/resolve-lock.ts';
import { type CliContext, isCi } from '../../context.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { Session } from '../../session/session.ts';

interface Flags {
  check: boolean;
  frozen?: boolean;
  resolve: boolean;
  ours: boolean;
  theirs: boolean;
  json: boolean;
}

type Mode = 'write' | 'check' | 'frozen';

export const registerLock: RegisterCommand = (program, run) => {
  program
    .command('lock')
    .description('Pin the tree into the first environment of promptlane.lock')
    .option('--check', 'write nothing; exit 4 when the lockfile is not current', false)
    .option('--frozen', 'refuse to write (the default when CI is set)')
    .option('--no-frozen', 'write even when CI is set')
    .option('--resolve', 'merge a lockfile that git could not (the default when it is in conflict)', false)
    .option('--ours', 'with --resolve: our pin where both sides changed one', false)
    .option('--theirs', 'with --resolve: their pin where both sides changed one', false)
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane lock', 'promptlane lock --check', 'promptlane lock --resolve --theirs']))
    .addHelpText(
      'after',
      "\nOurs and theirs are git's: in a rebase, ours is the branch that you rebase onto. Add the file to git yourself.",
    )
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { lock }, { firstEnvironment }, { lockJson, lockText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/lock.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../render/release/lock.ts'),
        ]);
        const { terminal, variables } = context;
        const asked = await requestOf(flags, variables);
        const session = openSession(context);
        const environment = firstEnvironment((await session.workspace()).config.environments);
        const store = await session.lockfile();
        const resolved = asked.mode === 'write' ? await resolve({ environment, ...asked.favour }, session) : undefined;
        if (resolved) return printResolution(resolved, flags, terminal);
        const dependencies = { tree: await session.tree(), lockfile: store, blobIds: session.blobIds };
        const outcome = await lock({ environment, mode: asked.mode }, dependencies);
        terminal.print(flags.json ? lockJson(outcome) : lockText(outcome, terminal.color));
        return outcome.lockfile === 'outdated' ? 'drift' : 'ok';
      }),
    );
};

/** Merges the lockfile when it is in conflict; nothing when it is not. */
async function resolve(request: ResolveRequest, session: Session): Promise<ResolveOutcome | undefined> {
  const { readLockfileConflict } = await import('../../../workspace/lockfile-file/lockfile-conflict.ts');
  const lockfile = await session.lockfile();
  const { config } = await session.workspace();
  const names = config.environments.map(({ name }) => lockfile.fileOf(name));
  const conflict = await readLockfileConflict(await lockfile.readTexts(), names, await session.git());
  if (conflict === undefined) return undefined;
  const { resolveLock } = await import('../../../workflows/release/merge/resolve-lock.ts');
  const dependencies: LockDependencies = { tree: await session.tree(), lockfile, blobIds: session.blobIds };
  return resolveLock(request, { ...dependencies, conflict, texts: session.texts });
}

async function printResolution(outcome: ResolveOutcome, { json }: Flags, { print, color }: CliContext['terminal']) {
  const { resolutionJson, resolutionText } = await import('../../render/release/lock-resolution.ts');
  print(json ? resolutionJson(outcome) : resolutionText(outcome, color));
  return outcome.lockfile === 'conflicted' ? ('conflict' as const) : ('ok' as const);
}

/** @throws Failure `usage-invalid` for flags that exclude each other, `lockfile-frozen` for a resolution that may not be written. */
async function requestOf(flags: Flags, variables: CliContext['variables']): Promise<{ mode: Mode; favour: { favour?: MergeSide } }> {
  const mode = flags.check ? 'check' : (flags.frozen ?? isCi(variables)) ? 'frozen' : 'write';
  const favour = flags.ours ? { favour: 'ours' as const } : flags.theirs ? { favour: 'theirs' as const } : {};
  const resolves = flags.resolve || flags.ours || flags.theirs;
  if (!resolves || (mode === 'write' && !(flags.ours && flags.theirs))) return { mode, favour };
  const { Failure } = await import('../../../base/failure.ts');
  if (flags.ours && flags.theirs) throw new Failure('usage-invalid', '`--ours` and `--theirs` exclude each other.');
  if (mode === 'check' || flags.frozen === true)
    throw new Failure('usage-invalid', '`--resolve` writes, so it excludes `--check` and `--frozen`.');
  throw new Failure('lockfile-frozen', '`lock --resolve` writes the lockfile, and CI is set.', {
    hint: 'Give `--no-frozen` to write it here.',
  });
}
