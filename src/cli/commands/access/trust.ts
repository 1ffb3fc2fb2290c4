import { Failure } from '../../../base/failure.ts';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import { type GrantFlags, grantOf, withGrantFlags } from './grant-flags.ts';

interface AddFlags extends GrantFlags {
  issuer: string;
  repositoryId: string;
  ref: string;
  jobEnvironment?: string;
  workflow?: string;
  json: boolean;
}

const GITHUB = 'https://token.actions.githubusercontent.com';

export const registerTrust: RegisterCommand = (program, run) => {
  const trust = program
    .command('trust')
    .description('Choose which CI jobs get a token without a secret')
    .addHelpText(
      'before',
      examples(['promptlane trust ls', 'promptlane trust add --repository-id 74 --ref refs/heads/main --role editor']),
    );

  withGrantFlags(trust.command('add').description('Trust the jobs of one repository and ref with a role'))
    .requiredOption('--repository-id <number>', 'the number of the repository: it stays when the name changes hands')
    .requiredOption('--ref <glob>', 'on which refs, in full: refs/heads/main, or refs/tags/v*')
    .option('--issuer <url>', 'who signs the ID tokens', GITHUB)
    .option('--job-environment <name>', 'only jobs that wait for this environment of the CI service')
    .option('--workflow <glob>', 'only jobs of this workflow file with its ref')
    .option('--json', 'print the rule as JSON', false)
    .addHelpText(
      'before',
      examples([
        'promptlane trust add --repository-id 74 --ref refs/heads/main --role editor',
        'promptlane trust add --repository-id 74 --ref refs/heads/main --job-environment production --role deployer --env production',
      ]),
    )
    .addHelpText('after', '\nThe number of a repository of GitHub: gh api repos/OWNER/NAME --jq .id')
    .action((flags: AddFlags) =>
      run(async (context) => {
        const [{ openSession }, { trustRuleJson, trustRuleText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/trust-rules.ts'),
        ]);
        const { issuer, repositoryId, ref, jobEnvironment, workflow } = flags;
        requireRepositoryId(repositoryId);
        const registry = await openSession(context).registry();
        const rule = await registry.addTrustRule({
          issuer,
          repositoryId,
          ref,
          ...(jobEnvironment !== undefined && { jobEnvironment }),
          ...(workflow !== undefined && { workflow }),
          ...grantOf(flags),
        });
        context.terminal.print(flags.json ? trustRuleJson(rule) : trustRuleText(rule, 'Trusts'));
        return 'ok';
      }),
    );

  trust
    .command('ls')
    .description('List the rules')
    .option('--json', 'print the rules as JSON', false)
    .addHelpText('before', examples(['promptlane trust ls', 'promptlane trust ls --json']))
    .action((flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { trustRulesJson, trustRulesText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/trust-rules.ts'),
        ]);
        const rules = await (await openSession(context).registry()).trustRules();
        const { terminal } = context;
        terminal.print(flags.json ? trustRulesJson(rules) : trustRulesText(rules, terminal.tableWidth));
        return 'ok';
      }),
    );

  trust
    .command('rm')
    .description('Trust those jobs no more; their tokens end at once')
    .argument('<id>', 'the id of the rule, as `promptlane trust ls` shows it')
    .option('--json', 'print the rule as JSON', false)
    .addHelpText('before', examples(['promptlane trust rm 3f9a1c2b7d04']))
    .action((id: string, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { trustRuleJson, trustRuleText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/access/trust-rules.ts'),
        ]);
        const rule = await (await openSession(context).registry()).removeTrustRule(id);
        context.terminal.print(flags.json ? trustRuleJson(rule) : trustRuleText(rule, 'No longer trusts'));
        return 'ok';
      }),
    );
};

/** Every registry wants a number; most people try the name first. @throws Failure `usage-invalid` */
function requireRepositoryId(text: string): void {
  if (/^\d{1,20}$/.test(text)) return;
  throw new Failure('usage-invalid', `--repository-id "${text}" is not the number of a repository.`, {
    hint: 'A name can change hands, its number cannot. Of a repository of GitHub: gh api repos/OWNER/NAME --jq .id',
  });
}
