import { examples, type RegisterCommand } from '../../register-command.ts';

interface Flags {
  json: boolean;
}

export const registerVerify: RegisterCommand = (program, run) => {
  program
    .command('verify')
    .description('Recompute every pin of promptlane.lock from its content, offline')
    .option('--json', 'print the verdicts as JSON', false)
    .addHelpText('before', examples(['promptlane verify', 'promptlane verify --json']))
    .addHelpText('after', '\nExit code 4 names every pin whose content is missing, changed or tampered with.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { verify }, { verificationJson, verificationText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/verify.ts'),
          import('../../render/release/verification.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const outcome = await verify({
          tree: await session.tree(),
          lock: await session.lock(),
          environments,
          blobIds: session.blobIds,
          texts: session.texts,
          explainMissing: async (blobs) => (await (await session.git())?.explainMissing(blobs))?.hint,
        });
        const { terminal } = context;
        terminal.print(flags.json ? verificationJson(outcome) : verificationText(outcome, terminal.color));
        return outcome.isOk ? 'ok' : 'drift';
      }),
    );
};
