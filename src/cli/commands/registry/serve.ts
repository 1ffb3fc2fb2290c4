import { Option } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface Flags {
  port: string;
  host: string;
  publicUrl?: string;
  data?: string;
  database?: string;
  bootstrapTokenFile?: string;
  allowPrivateWebhooks?: string;
  trustedProxy?: string;
  logLevel: string;
  grace: string;
  oidcIssuer?: string;
  oidcClientId?: string;
  oidcClientSecretFile?: string;
  oidcRole: string[];
}

export const registerServe: RegisterCommand = (program, run) => {
  program
    .command('serve')
    .description('Run a registry on this machine')
    .option('--port <number>', 'port to listen on; 0 takes a free one', '4590')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--public-url <url>', 'the address that people and CI jobs know it by, when that is a proxy (default: where it listens)')
    .option('--data <folder>', 'where the database and keys live (default: .promptlane)')
    .option('--database <url>', 'keep it in PostgreSQL instead of a file (default: PROMPTLANE_DATABASE_URL)')
    .option(
      '--bootstrap-token-file <file>',
      'where a new registry writes its admin token, readable by you alone (default: admin.token in the data folder)',
    )
    .option('--allow-private-webhooks <hosts>', 'hosts, with commas, that webhooks may reach though they are private or without TLS')
    .option('--trusted-proxy <addresses>', 'reverse proxies, with commas, whose word on the address of a client holds')
    .option('--log-level <level>', 'how much the log tells: silent, error, warn, info or debug', 'info')
    .option('--grace <seconds>', 'how long it goes on answering when it is stopped, while /readyz says no', '0')
    .option('--oidc-issuer <url>', 'an OpenID Connect provider that people may sign in at')
    .option('--oidc-client-id <id>', 'what the provider knows this registry as')
    .option('--oidc-client-secret-file <file>', 'holds the secret that the provider gave for it')
    .addOption(
      new Option('--oidc-role <domain=role>', 'what whoever has an address in a domain gets at their first sign-in; repeatable')
        .argParser((text, before: string[]) => [...before, text])
        .default([], 'nothing: by invitation only'),
    )
    .addHelpText(
      'before',
      examples([
        'promptlane serve',
        'promptlane serve --port 0 --data /var/lib/promptlane',
        'promptlane serve --database postgres://promptlane@db/promptlane',
        'promptlane serve --oidc-issuer https://sso.example.com --oidc-client-id prompts --oidc-client-secret-file secret.txt',
      ]),
    )
    .addHelpText('after', '\nOther commands run in this workspace find it by themselves. Stop it with Ctrl-C.')
    .action((flags: Flags) =>
      run(async (context) => {
        const [{ openSession }, { serve }] = await Promise.all([import('../../session/session.ts'), import('../../wiring/serve.ts')]);
        return serve(flags, await openSession(context).workspace(), context);
      }),
    );
};
