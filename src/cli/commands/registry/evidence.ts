import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

type Run = Parameters<RegisterCommand>[1];

export const registerEvidence: RegisterCommand = (program, run) => {
  const evidence = program
    .command('evidence')
    .description('List, show and verify what the registry signed of eval runs, and say which suites count')
    .addHelpText(
      'before',
      examples(['promptlane evidence ls support/triage', 'promptlane evidence show 3f2a9c0d11e4', 'promptlane evidence accept triage']),
    );
  registerLs(evidence, run);
  registerShow(evidence, run);
  registerVerify(evidence, run);
  registerAccept(evidence, run);
  registerAccepted(evidence, run);
  registerTrust(evidence, run);
};

function registerLs(evidence: Command, run: Run): void {
  evidence
    .command('ls')
    .description('List evidence, newest first')
    .argument('[prompt]', 'only of this prompt')
    .option('--suite <name>', 'only of this suite')
    .option('--limit <number>', 'at most so many', '20')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane evidence ls', 'promptlane evidence ls support/triage --suite triage --json']))
    .action((prompt: string | undefined, flags: { suite?: string; limit: string; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { wholeNumber }, { parsePromptId }, { evidenceJson, evidenceText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../../prompt/reference.ts'),
          import('../../render/registry/evidence.ts'),
        ]);
        const limit = wholeNumber('--limit', flags.limit, { from: 1 });
        const { suite } = flags;
        const filter = { ...(prompt !== undefined && { prompt: parsePromptId(prompt) }), ...(suite !== undefined && { suite }) };
        const found = await (await openSession(context).registry()).evidence(filter, limit);
        const { terminal } = context;
        terminal.print(flags.json ? evidenceJson(found) : evidenceText(found, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
}

function registerShow(evidence: Command, run: Run): void {
  evidence
    .command('show')
    .description('Show one piece of evidence: what was judged, by what, and whether it counts')
    .argument('<evidence>', 'its id, or the first digits')
    .option('--envelope', 'print the signed DSSE envelope, to be kept or verified elsewhere', false)
    .option('--json', 'print all of it as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane evidence show 3f2a9c0d11e4', 'promptlane evidence show 3f2a9c0d11e4 --envelope > triage.dsse.json']),
    )
    .action((id: string, flags: { envelope: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { requireEvidenceId }, { evidenceDetailsJson, evidenceDetailsText }, { safeJson }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/evidence.ts'),
          import('../../render/registry/evidence.ts'),
          import('../../json.ts'),
        ]);
        const details = await (await openSession(context).registry()).evidenceNamed(requireEvidenceId(id));
        const { terminal } = context;
        if (flags.envelope) terminal.print(safeJson(JSON.stringify(details.envelope, undefined, 2)));
        else terminal.print(flags.json ? evidenceDetailsJson(details) : evidenceDetailsText(details, terminal.color));
        return 'ok';
      }),
    );
}

function registerVerify(evidence: Command, run: Run): void {
  evidence
    .command('verify')
    .description('Check the signature of evidence, with --keys without the registry')
    .argument('<evidence>', 'an id, or the file of an envelope')
    .option('--keys <file>', 'public keys as the registry answers them at /v1/keys')
    .option('--json', 'print what was signed as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane evidence verify 3f2a9c0d11e4', 'promptlane evidence verify triage.dsse.json --keys keys.json']),
    )
    .addHelpText('after', '\nExit code 4: none of the keys signed it.')
    .action((named: string, flags: { keys?: string; json: boolean }) =>
      run(async (context) => {
        const [{ evidenceVerification }, { evidenceVerificationJson, evidenceVerificationText }] = await Promise.all([
          import('../../wiring/evidence.ts'),
          import('../../render/registry/evidence.ts'),
        ]);
        const outcome = await evidenceVerification(named, flags.keys, context);
        const { terminal } = context;
        terminal.print(flags.json ? evidenceVerificationJson(outcome) : evidenceVerificationText(outcome, terminal.color));
        return outcome.signedBy === undefined ? 'drift' : 'ok';
      }),
    );
}

function registerAccept(evidence: Command, run: Run): void {
  evidence
    .command('accept')
    .description('Let runs of a suite count, as the working tree has it: these bounds, on these cases')
    .argument('<suite>', 'a suite')
    .option('--reason <text>', 'why it changed; others read it in the audit trail')
    .option('--json', 'print what is accepted as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane evidence accept triage', 'promptlane evidence accept triage --reason "40 cases from May"']),
    )
    .addHelpText('after', '\nFor admins. What was accepted of the suite before counts no more: check out what you have reviewed.')
    .action((suite: string, flags: { reason?: string; json: boolean }) =>
      run(async (context) => {
        const [{ acceptOwnSuite }, { acceptedJson, acceptedText }, { saidText }] = await Promise.all([
          import('../../wiring/evidence.ts'),
          import('../../render/registry/evidence.ts'),
          import('../../program/flag-values.ts'),
        ]);
        const reason = flags.reason === undefined ? undefined : saidText('--reason', flags.reason);
        const accepted = await acceptOwnSuite(suite, reason, context);
        const { terminal } = context;
        terminal.print(flags.json ? acceptedJson(accepted) : acceptedText(accepted, terminal.color));
        return 'ok';
      }),
    );
}

function registerAccepted(evidence: Command, run: Run): void {
  evidence
    .command('accepted')
    .description('Show which suites were accepted when and by whom: of each suite the first counts')
    .argument('[suite]', 'only this suite')
    .option('--json', 'print the list as JSON', false)
    .addHelpText('before', examples(['promptlane evidence accepted', 'promptlane evidence accepted triage --json']))
    .action((suite: string | undefined, flags: { json: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { acceptedJson, acceptedText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../render/registry/evidence.ts'),
        ]);
        const accepted = await (await openSession(context).registry()).acceptedSuites(suite);
        const { terminal } = context;
        terminal.print(flags.json ? acceptedJson(accepted) : acceptedText(accepted, terminal.color));
        return 'ok';
      }),
    );
}

function registerTrust(evidence: Command, run: Run): void {
  evidence
    .command('trust')
    .description('Accept suites as jobs of a branch run them: their ID token vouches for the branch')
    .option('--branch <branch>', 'a protected branch, such as `main`')
    .option('--repository <owner/name>', 'only of this repository')
    .option('--none', 'accept only what an admin accepts', false)
    .addHelpText(
      'before',
      examples(['promptlane evidence trust --branch main --repository acme/prompts', 'promptlane evidence trust --none']),
    )
    .action((flags: { branch?: string; repository?: string; none: boolean }) =>
      run(async (context) => {
        const [{ openSession }, { trustedBranch }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../wiring/evidence.ts'),
        ]);
        const trust = trustedBranch(flags);
        await (await openSession(context).registry()).trustBranch(trust);
        const { branch } = trust;
        context.terminal.print(branch === undefined ? 'Only admins accept suites now.' : `Suites count as jobs of ${branch} run them.`);
        return 'ok';
      }),
    );
}
