import { type Command, Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { AddWebhookFlags } from '../../wiring/webhooks.ts';

type Run = Parameters<RegisterCommand>[1];

export const registerWebhook: RegisterCommand = (program, run) => {
  const webhook = program
    .command('webhook')
    .description('Tell other services of what happens in the registry')
    .addHelpText(
      'before',
      examples([
        'promptlane webhook add https://ci.example.com/hook',
        'promptlane webhook ls',
        'promptlane webhook test whk_0123456789abcdef',
      ]),
    );
  registerAdd(webhook, run);
  registerLs(webhook, run);
  registerTest(webhook, run);
  registerRm(webhook, run);
};

function registerAdd(webhook: Command, run: Run): void {
  webhook
    .command('add')
    .description('Add a webhook; the secret that signs its deliveries is printed once')
    .argument('<url>', 'where deliveries go; of GitHub https://api.github.com/repos/OWNER/NAME/dispatches')
    .addOption(
      new Option('--kind <kind>', 'signed JSON, or a repository_dispatch that starts workflows')
        .choices(['json', 'github'])
        .default('json'),
    )
    .option('--event <kind>', 'tell of these events only, such as pins.moved; may be given several times', collected, [])
    .option('--token-stdin', 'read the token that GitHub wants from stdin', false)
    .option('-q, --quiet', 'print the secret and nothing else', false)
    .option('--json', 'print the webhook with its secret as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane webhook add https://ci.example.com/hook',
        'promptlane webhook add https://ci.example.com/hook --event pins.moved --event version.revoked --quiet > secret.txt',
        'promptlane webhook add https://api.github.com/repos/acme/app/dispatches --kind github --token-stdin < token.txt',
      ]),
    )
    .action((url: string, flags: AddWebhookFlags) =>
      run(async (context) => {
        const [{ openSession }, { printAdded, webhookRequest }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/webhooks.ts'),
        ]);
        const request = await webhookRequest(url, flags, context);
        printAdded(await (await openSession(context).registry()).addWebhook(request), flags, context);
        return 'ok';
      }),
    );
}

function registerLs(webhook: Command, run: Run): void {
  webhook
    .command('ls')
    .description('List webhooks, with what waits and why')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane webhook ls', 'promptlane webhook ls --json']))
    .action((flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { webhooksJson, webhooksText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/registry/webhooks.ts'),
        ]);
        const webhooks = await (await openSession(context).registry()).webhooks();
        const { terminal } = context;
        terminal.print(flags.json ? webhooksJson(webhooks) : webhooksText(webhooks, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
}

function registerTest(webhook: Command, run: Run): void {
  webhook
    .command('test')
    .description('Deliver a ping now, and tell what the receiver said')
    .argument('<id>', 'its id, as `promptlane webhook ls` shows it')
    .option('--json', 'print the outcome as JSON', false)
    .addHelpText('before', examples(['promptlane webhook test whk_0123456789abcdef']))
    .addHelpText('after', '\nExit code 9 when the receiver could not be reached or did not answer with 2xx.')
    .action((id: string, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { pingJson, pingText }, { webhookId }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/registry/webhooks.ts'),
          import('../../wiring/webhooks.ts'),
        ]);
        const asked = webhookId(id);
        const ping = await (await openSession(context).registry()).testWebhook(asked);
        const isArrived = ping.status !== undefined && ping.status >= 200 && ping.status < 300;
        const { terminal } = context;
        terminal.print(flags.json ? pingJson(ping) : pingText(ping, isArrived, terminal.color));
        return isArrived ? 'ok' : 'network';
      }),
    );
}

function registerRm(webhook: Command, run: Run): void {
  webhook
    .command('rm')
    .description('Remove a webhook; what it has not delivered is dropped')
    .argument('<id>', 'its id, as `promptlane webhook ls` shows it')
    .option('--json', 'print the webhook as JSON', false)
    .addHelpText('before', examples(['promptlane webhook rm whk_0123456789abcdef']))
    .action((id: string, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { removedJson, removedText }, { webhookId }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/registry/webhooks.ts'),
          import('../../wiring/webhooks.ts'),
        ]);
        const asked = webhookId(id);
        const removed = await (await openSession(context).registry()).removeWebhook(asked);
        context.terminal.print(flags.json ? removedJson(removed) : removedText(removed));
        return 'ok';
      }),
    );
}

function collected(value: string, earlier: readonly string[]): string[] {
  return [...earlier, value];
}
