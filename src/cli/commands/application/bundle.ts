import { resolve } from 'node:path';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  env: string;
  out: string;
  sign?: string;
  json: boolean;
}

export const registerBundle: RegisterCommand = (program, run) => {
  program
    .command('bundle')
    .description('Write what an environment pins into one file that applications ship')
    .requiredOption('--env <environment>', 'whose pins, as promptlane.lock has them')
    .requiredOption('-o, --out <file>', 'write it there')
    .option('--sign <key>', 'sign it with this private Ed25519 key (PEM), into FILE.sig')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane bundle --env production -o prompts.bundle.json',
        'promptlane bundle --env production -o prompts.bundle.json --sign bundle.key',
      ]),
    )
    .addHelpText(
      'after',
      '\nThe same pins give the same bytes. Contents come from the tree, then Git, then the registry; most times no network is needed.',
    )
    .action(({ env, out, sign, json }: Flags) =>
      run(async (context) => {
        const [{ openSession }, { writeBundle }, { environmentNamed }, { pinsOf }, { bundleJson, bundleText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../../workflows/release/bundle/write-bundle.ts'),
          import('../../../workflows/release/environments.ts'),
          import('../../../release/lockfile/edit-lockfile.ts'),
          import('../../render/application/bundle.ts'),
        ]);
        const { terminal, globals } = context;
        const session = openSession(context);
        const environment = environmentNamed((await session.workspace()).config.environments, env);
        const keyFile = sign === undefined ? {} : { keyFile: resolve(globals.directory, sign) };
        const outcome = await writeBundle(
          { environment, file: resolve(globals.directory, out), ...keyFile },
          { pins: pinsOf(await session.lock(), environment), versions: await session.versions() },
        );
        terminal.print(json ? bundleJson(outcome, out) : bundleText(outcome, out, terminal.color));
        return 'ok';
      }),
    );
};
