import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Clock } from '../base/clock.ts';
import { Failure } from '../base/failure.ts';
import type { EnvironmentDefinition } from '../release/environment.ts';
import { createProject } from './actions/environments/create-project.ts';
import { openAccess } from './auth/access.ts';
import { bootstrapToken } from './auth/bootstrap-token.ts';
import type { OidcSettings } from './auth/oidc/oidc-access.ts';
import type { HashCost } from './auth/people/password-hash.ts';
import { setupCode } from './auth/people/setup-code.ts';
import { doorbell } from './events/doorbell.ts';
import { shareBells } from './events/shared-bells.ts';
import { openService, type Service, type ServiceOptions } from './open-service.ts';
import { preparePrivateFolder } from './private-file.ts';
import { type KeyPlaces, openKeys } from './secrets/open-keys.ts';
import { announceKey } from './signing/announce-key.ts';
import { migrate } from './storage/migrations/migrate.ts';
import { openDatabase } from './storage/open-database.ts';

export interface ServerOptions extends ServiceOptions, KeyPlaces {
  /** Holds the keys, and the database unless that is elsewhere; made with 0700 when it is not there. */
  readonly dataFolder: string;
  /** The URL of a PostgreSQL database; any number of servers that hold the same keys may share it. */
  readonly database?: string;
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port?: number;
  /** Created when it is not there; default `default`. */
  readonly project?: string;
  /** What the project gets when it is created; afterwards the registry's own are the authority. */
  readonly environments: readonly EnvironmentDefinition[];
  /** Where the first admin token is written; default `admin.token` in the data folder. */
  readonly bootstrapTokenFile?: string;
  readonly clock: Clock;
  /** The address that people and jobs know it by, when that is a proxy's; default: where it listens. */
  readonly publicUrl?: string;
  /** What hashing a password costs; default: half a second of today's machines. */
  readonly passwordCost?: HashCost;
  /** Where people may sign in besides passwords. */
  readonly oidc?: OidcSettings;
}

export interface RunningServer {
  readonly url: string;
  /** True when this start wrote a new admin token. */
  readonly createdToken: boolean;
  /** Makes the first admin of a registry that has no users yet. */
  readonly setupCode?: string;
  /** Answers what is under way, then closes the database. */
  close(): Promise<void>;
}

/**
 * Runs a registry in this process, on an embedded database or on PostgreSQL.
 *
 * @throws Failure `port-taken`, `usage-invalid` for an address that cannot be listened on, `database-newer`,
 * `database-unreachable`, `database-refused`, `key-mismatch`, `file-unwritable`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { dataFolder, host = '127.0.0.1', port = 4590, project = 'default', clock } = options;
  await preparePrivateFolder(dataFolder);
  const { db, words } = await openDatabase({ dataFolder, ...(options.database !== undefined && { url: options.database }) });
  let service: Service | undefined;
  let bells: { close(): Promise<void> } | undefined;
  const close = async () => {
    await service?.stop();
    await bells?.close();
    await db.destroy();
  };
  try {
    await migrate(db, words);
    const { pepper, signer, secrets } = await openKeys(db, options);
    await createProject(db, project, options.environments, clock());
    let address = options.publicUrl;
    // Nobody asks before it listens; until then its address is not known.
    const access = openAccess(db, pepper, {
      publicUrl: () => address ?? 'http://127.0.0.1',
      ...(options.passwordCost !== undefined && { passwordCost: options.passwordCost }),
      ...(options.oidc !== undefined && { oidc: { settings: options.oidc, project } }),
    });
    await announceKey(db, signer, clock());
    const bell = doorbell();
    service = await openService({ db, access, signer, clock, secrets, bell }, options);
    if (options.database !== undefined) bells = shareBells(options.database, { events: bell, access: access.revoked });
    const url = await listen(service.app, host, port);
    address ??= url;
    // After listening: a start that finds the port taken must not leave a token that nothing serves.
    const createdToken = await bootstrapToken(db, access.keeper, options.bootstrapTokenFile ?? join(dataFolder, 'admin.token'), clock());
    const code = await setupCode(db, access.codes, clock());
    return { url, createdToken, ...(code !== undefined && { setupCode: code }), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Errors of an address that is not this machine's, or of a port that this user may not open. */
const NOT_OURS = new Set(['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EINVAL']);

async function listen(app: FastifyInstance, host: string, port: number): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new Failure('port-taken', `Port ${port} of ${host} is taken.`, { cause: error });
    if (code === undefined || !NOT_OURS.has(code)) throw error;
    throw new Failure('usage-invalid', `The registry cannot listen on port ${port} of ${host}: ${message}.`, {
      cause: error,
      hint: 'Name an address of this machine with `--host`, and a port that you may open with `--port`.',
    });
  }
}
