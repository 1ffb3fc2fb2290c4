import { join, resolve } from 'node:path';
import type { Ending } from '../../base/exit-code.ts';
import { Failure } from '../../base/failure.ts';
import { LOG_LEVELS } from '../../server/http/observe/request-log.ts';
import { MASTER_KEY_VARIABLE } from '../../server/secrets/master-key.ts';
import { startServer } from '../../server/start-server.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { removeServeFile, writeServeFile } from '../../workspace/local-registry/serve-file.ts';
import { makeStateFolder } from '../../workspace/state-folder.ts';
import type { CliContext } from '../context.ts';
import { saidText, wholeNumber } from '../program/flag-values.ts';
import { oidcOptions } from './access/oidc-options.ts';
import { databasePlace } from './database/database-place.ts';
import { signingKeyFile } from './database/rotate-signing-key.ts';

export interface ServeFlags {
  readonly port: string;
  readonly host: string;
  readonly publicUrl?: string;
  readonly data?: string;
  readonly database?: string;
  readonly bootstrapTokenFile?: string;
  readonly allowPrivateWebhooks?: string;
  readonly trustedProxy?: string;
  readonly logLevel: string;
  readonly grace: string;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly oidcClientSecretFile?: string;
  readonly oidcRole: readonly string[];
}

/** Wires the server to this machine and runs it until it is interrupted. */
export async function serve(flags: ServeFlags, workspace: Workspace, context: CliContext): Promise<Ending> {
  const { root, config } = workspace;
  const { terminal, globals } = context;
  const port = wholeNumber('--port', flags.port, { from: 0, to: 65_535 });
  if (flags.data === undefined) await makeStateFolder(root);
  const { dataFolder, url: database } = databasePlace(flags, root, context);
  const tokenFile =
    flags.bootstrapTokenFile === undefined ? join(dataFolder, 'admin.token') : resolve(globals.directory, flags.bootstrapTokenFile);
  const interrupted = context.interruption();
  const server = await startServer({
    dataFolder,
    ...(database !== undefined && { database }),
    // Node takes an empty one for every address of the machine, which nobody means who writes `--host "$HOST"`.
    host: saidText('--host', flags.host, 'Name an address of this machine, for example 127.0.0.1.'),
    port,
    ...(flags.publicUrl !== undefined && { publicUrl: publicAddress(flags.publicUrl) }),
    project: config.registry.project,
    environments: config.environments,
    bootstrapTokenFile: tokenFile,
    signingKeyFile: signingKeyFile(dataFolder, context),
    ...operationOptions(flags, context),
    ...(await oidcOptions(flags, globals.directory)),
    clock: Date.now,
    log: (line) => terminal.note(line),
  });
  context.defer(() => server.close());
  await writeServeFile(root, { url: server.url, project: config.registry.project, tokenFile, pid: process.pid });
  context.defer(() => removeServeFile(root, process.pid));
  if (server.createdToken) terminal.note(`Wrote an admin token, readable by you alone, to ${tokenFile}`);
  if (server.setupCode !== undefined) terminal.note(`Set-up code of the first admin (\`promptlane login --code\`): ${server.setupCode}`);
  terminal.print(`Promptlane registry on ${server.url} (${database === undefined ? 'data' : 'PostgreSQL; keys'} in ${dataFolder})`);
  if (!interrupted.aborted) await new Promise((stop) => interrupted.addEventListener('abort', stop, { once: true }));
  terminal.note('Stopping: running requests are finished first.');
  return 'ok';
}

/** The address that others know the registry by. @throws Failure `usage-invalid` */
function publicAddress(text: string): string {
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return text;
  throw new Failure('usage-invalid', `--public-url takes an address such as https://prompts.example.com, not "${text}".`);
}

/** How it is run, as far as that is said. */
function operationOptions({ allowPrivateWebhooks, trustedProxy, logLevel, grace }: ServeFlags, { variables }: CliContext) {
  const level = LOG_LEVELS.find((each) => each === logLevel);
  if (level === undefined) throw new Failure('usage-invalid', `--log-level is one of ${LOG_LEVELS.join(', ')}.`);
  const masterKey = variables[MASTER_KEY_VARIABLE];
  return {
    logLevel: level,
    graceMs: wholeNumber('--grace', grace, { from: 0, to: 600 }) * 1000,
    ...(allowPrivateWebhooks !== undefined && { privateWebhooks: allowPrivateWebhooks }),
    ...(trustedProxy !== undefined && { trustedProxies: trustedProxy }),
    ...(masterKey !== undefined && { masterKey }),
  };
}
