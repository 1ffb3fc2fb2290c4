import type { Command } from 'commander';
import { examples, type RegisterCommand } from '../../program/register-command.ts';
import type { MaintenanceFlags } from '../../wiring/database/maintain.ts';

export const registerDb: RegisterCommand = (program, run) => {
  const db = program
    .command('db')
    .description('Back up, restore, check and migrate the database of a registry')
    .addHelpText(
      'before',
      examples(['promptlane db backup registry.backup', 'promptlane db check', 'promptlane db restore registry.backup']),
    )
    .addHelpText('after', '\nThese open the database themselves: run them where the registry runs.');

  databaseOf(
    db.command('backup').description('Write all that the registry stores to one file, while it runs').argument('<file>', 'where to'),
  )
    .option('--with-keys', 'put the keys of the data folder in as well', false)
    .option('--force', 'replace a file that is there', false)
    .addHelpText(
      'before',
      examples(['promptlane db backup registry.backup', 'promptlane db backup --with-keys /mnt/vault/registry.backup']),
    )
    .addHelpText('after', '\nThe file restores into SQLite and into PostgreSQL. Only you can read it.')
    .action((file: string, flags: MaintenanceFlags & { withKeys: boolean; force: boolean }) =>
      run(async (context) => (await import('../../wiring/database/maintain.ts')).backUpDatabase(file, flags, context)),
    );

  databaseOf(db.command('restore').description('Fill a database with a backup, all of it or nothing').argument('<file>', 'the backup'))
    .option('--force', 'replace the registry that is there, and its keys', false)
    .addHelpText('before', examples(['promptlane db restore registry.backup --data /var/lib/promptlane']))
    .addHelpText('after', '\nStop the registry first. Applications notice: the epoch of what they read is higher than before.')
    .action((file: string, flags: MaintenanceFlags & { force: boolean }) =>
      run(async (context) => (await import('../../wiring/database/maintain.ts')).restoreDatabase(file, flags, context)),
    );

  databaseOf(db.command('check').description('Hold what is stored against its digests, its log and its audit trail'))
    .addHelpText('before', examples(['promptlane db check', 'promptlane db check --json --data /var/lib/promptlane']))
    .addHelpText('after', '\nExit code 4: something does not hold.')
    .action((flags: MaintenanceFlags) =>
      run(async (context) => (await import('../../wiring/database/maintain.ts')).inspectDatabase(flags, context)),
    );

  databaseOf(db.command('migrate').description('Bring a database to the schema of this program, as `serve` does at its start'))
    .addHelpText('before', examples(['promptlane db migrate --data /var/lib/promptlane']))
    .action((flags: MaintenanceFlags) =>
      run(async (context) => (await import('../../wiring/database/maintain.ts')).migrateDatabase(flags, context)),
    );
};

function databaseOf(command: Command): Command {
  return command
    .option('--data <folder>', 'where the database and keys live (default: .promptlane)')
    .option('--database <url>', 'a PostgreSQL database (default: PROMPTLANE_DATABASE_URL)')
    .option('--json', 'print the outcome as JSON', false);
}
