import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  online: boolean;
  json: boolean;
}

export const registerVerify: RegisterCommand = (program, run) => {
  program
    .command('verify')
    .description('Recompute every pin of promptlane.lock from its content, offline')
    .option('--online', 'also compare the pins with what the registry serves, and its audit trail with promptlane.checkpoint', false)
    .option('--json', 'print the verdicts as JSON', false)
    .addHelpText('before', examples(['promptlane verify', 'promptlane verify --online', 'promptlane verify --json']))
    .addHelpText(
      'after',
      '\nExit code 4 names every pin whose content is missing, changed or tampered with, and with --online those that the registry does not serve.',
    )
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { verify }, { verifyServed }, { served }, { verificationJson, verificationText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/verify.ts'),
          import('../../../workflows/release/verify-online.ts'),
          import('../../../workflows/release/served.ts'),
          import('../../render/release/verification.ts'),
        ]);
        const session = openSession(context);
        const { environments } = (await session.workspace()).config;
        const lock = await session.lock();
        const offline = await verify({
          tree: await session.tree(),
          lock,
          environments,
          blobIds: session.blobIds,
          texts: session.texts,
          explainMissing: async (blobs) => (await (await session.git())?.explainMissing(blobs))?.hint,
        });
        const outcome = flags.online ? verifyServed(offline, lock, await served(await session.registry(), environments, lock)) : offline;
        if (flags.online) await (await import('../../wiring/audit.ts')).checkAuditEnd(session, context);
        const { terminal } = context;
        terminal.print(flags.json ? verificationJson(outcome) : verificationText(outcome, terminal.color));
        return outcome.isOk ? 'ok' : 'drift';
      }),
    );
};
