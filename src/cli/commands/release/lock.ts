import { isCi } from '../../context.ts';
import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  check: boolean;
  frozen?: boolean;
  json: boolean;
}

export const registerLock: RegisterCommand = (program, run) => {
  program
    .command('lock')
    .description('Pin the tree into the first environment of promptlane.lock')
    .option('--check', 'write nothing; exit 4 when the lockfile is not current', false)
    .option('--frozen', 'refuse to write (the default when CI is set)')
    .option('--no-frozen', 'write even when CI is set')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane lock', 'promptlane lock --check']))
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { lock }, { firstEnvironment }, { lockJson, lockText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/lock.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../render/release/lock.ts'),
        ]);
        const session = openSession(context);
        const environment = firstEnvironment((await session.workspace()).config.environments);
        const mode = flags.check ? 'check' : (flags.frozen ?? isCi(context.variables)) ? 'frozen' : 'write';
        const dependencies = { tree: await session.tree(), lockfile: await session.lockfile(), blobIds: session.blobIds };
        const outcome = await lock({ environment, mode }, dependencies);
        const { terminal } = context;
        terminal.print(flags.json ? lockJson(outcome) : lockText(outcome, terminal.color));
        return outcome.lockfile === 'outdated' ? 'drift' : 'ok';
      }),
    );
};
