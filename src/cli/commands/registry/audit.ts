import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';

interface LogFlags {
  actor?: string;
  action?: string;
  target?: string;
  since?: string;
  until?: string;
  limit: string;
  json: boolean;
}

export const registerAudit: RegisterCommand = (program, run) => {
  const audit = program
    .command('audit')
    .description('Read, verify and export the audit trail of the registry')
    .addHelpText(
      'before',
      examples(['promptlane audit log --since 24h', 'promptlane audit verify', 'promptlane audit export -o trail.ndjson']),
    );
  registerLog(audit, run);
  registerVerify(audit, run);
  registerExport(audit, run);
  registerRotateKey(audit, run);
};

type Run = Parameters<RegisterCommand>[1];

function registerLog(audit: Command, run: Run): void {
  audit
    .command('log')
    .description('Show who did what, newest first')
    .option('--actor <name>', 'only what this person or machine did, by name or id')
    .option('--action <action>', 'only this action, such as `applyPins`')
    .option('--target <text>', 'only what this text stands in the target of: a prompt, an environment')
    .option('--since <when>', 'from then on: `24h`, `7d`, or a date such as 2026-11-24')
    .option('--until <when>', 'before then')
    .option('--limit <number>', 'at most so many entries', '50')
    .option('--json', 'print the entries as JSON, whole', false)
    .addHelpText(
      'before',
      examples(['promptlane audit log', 'promptlane audit log --since 7d --action applyPins', 'promptlane audit log --actor mia --json']),
    )
    .action((flags: LogFlags) =>
      run(async (context) => {
        const [{ openSession }, { wholeNumber }, { momentOf }, { auditLogJson, auditLogText }] = await Promise.all([
          import('../../session/session.ts'),
          import('../../program/flag-values.ts'),
          import('../../program/moment.ts'),
          import('../../render/registry/audit.ts'),
        ]);
        const { actor, action, target, since, until } = flags;
        const limit = wholeNumber('--limit', flags.limit, { from: 1 });
        const now = Date.now();
        const filter = {
          ...(actor !== undefined && { actor }),
          ...(action !== undefined && { action }),
          ...(target !== undefined && { target }),
          ...(since !== undefined && { since: momentOf('--since', since, now) }),
          ...(until !== undefined && { until: momentOf('--until', until, now) }),
        };
        const entries = await (await openSession(context).registry()).auditLog(filter, limit);
        const { terminal } = context;
        terminal.print(flags.json ? auditLogJson(entries) : auditLogText(entries, terminal.color, terminal.tableWidth));
        return 'ok';
      }),
    );
}

function registerVerify(audit: Command, run: Run): void {
  audit
    .command('verify')
    .description('Hold the trail against its chain, its signatures and promptlane.checkpoint, and name the first bad entry')
    .option('--file <export>', 'verify an export instead, without the registry')
    .option('--no-keep', 'leave promptlane.checkpoint as it is')
    .option('--json', 'print what was found as JSON', false)
    .addHelpText(
      'before',
      examples(['promptlane audit verify', 'promptlane audit verify --file trail.ndjson', 'promptlane audit verify --json']),
    )
    .addHelpText(
      'after',
      '\nA trail that holds is kept in promptlane.checkpoint: commit it, and nobody can change what was before unseen. Not written where CI is set.' +
        '\nExit code 4: an entry was edited, removed, moved or rewritten, the trail was cut off or forked, or a signature is wrong.',
    )
    .action((flags: { file?: string; keep: boolean; json: boolean }) =>
      run(async (context) => {
        const [{ auditVerification }, { auditVerificationJson, auditVerificationText }] = await Promise.all([
          import('../../wiring/audit.ts'),
          import('../../render/registry/audit.ts'),
        ]);
        const { outcome, wrote } = await auditVerification(flags, context);
        const { terminal } = context;
        terminal.print(flags.json ? auditVerificationJson(outcome) : auditVerificationText(outcome, terminal.color));
        if (wrote) terminal.note('Wrote promptlane.checkpoint: commit it.');
        return outcome.finding === undefined ? 'ok' : 'drift';
      }),
    );
}

function registerExport(audit: Command, run: Run): void {
  audit
    .command('export')
    .description('Write the whole trail with its signatures, to be kept or verified elsewhere')
    .option('-o, --output <file>', 'where to (default: the standard output)')
    .addHelpText('before', examples(['promptlane audit export -o trail.ndjson', 'promptlane audit export | gzip > trail.ndjson.gz']))
    .action((flags: { output?: string }) =>
      run(async (context) => {
        const { exportAudit } = await import('../../wiring/audit.ts');
        await exportAudit(flags.output, context);
        return 'ok';
      }),
    );
}

function registerRotateKey(audit: Command, run: Run): void {
  audit
    .command('rotate-key')
    .description('Give the registry a new signing key, which the old one vouches for')
    .option('--data <folder>', 'where the keys live, and the database (default: .promptlane)')
    .option('--database <url>', 'a PostgreSQL database (default: PROMPTLANE_DATABASE_URL)')
    .addHelpText('before', examples(['promptlane audit rotate-key', 'promptlane audit rotate-key --data /var/lib/promptlane']))
    .addHelpText(
      'after',
      '\nThis opens the database itself: run it where the registry runs, then start every server of it anew with the new file.' +
        '\nWhat the old key signed stays verifiable. PROMPTLANE_SIGNING_KEY_FILE names the file; default: `signing.key` in the data folder.',
    )
    .action((flags: { data?: string; database?: string }) =>
      run(async (context) => {
        const { rotateSigningKey } = await import('../../wiring/database/rotate-signing-key.ts');
        const { keyId, file } = await rotateSigningKey(flags, context);
        context.terminal.print(`The new key ${keyId} is in ${file}. Start the servers of this registry anew.`);
        return 'ok';
      }),
    );
}
