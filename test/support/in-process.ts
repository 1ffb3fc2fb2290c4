import { openContext } from '../../src/cli/context.ts';
import { openSession, type Session } from '../../src/cli/session/session.ts';
import type { Pins } from '../../src/release/environment.ts';
import { pinsOf } from '../../src/release/lockfile/edit-lockfile.ts';
import { lock } from '../../src/workflows/release/lock.ts';
import { type VerifyOutcome, verify } from '../../src/workflows/release/verify.ts';

const DEVELOPMENT = 'development' as never;

interface Folder {
  readonly path: string;
}

/** Does what `promptlane lock` does, without the time that a process takes, and gives what is pinned now. */
export function lockWorkspace(workspace: Folder): Promise<Pins> {
  return inSession(workspace, async (session) => {
    const lockfile = await session.lockfile();
    await lock({ environment: DEVELOPMENT, mode: 'write' }, { tree: await session.tree(), lockfile, blobIds: session.blobIds });
    return pinsOf(await lockfile.read(), DEVELOPMENT);
  });
}

/** Does what `promptlane verify` does, without the time that a process takes. */
export function verifyWorkspace(workspace: Folder): Promise<VerifyOutcome> {
  return inSession(workspace, async (session) =>
    verify({
      tree: await session.tree(),
      lock: await session.lock(),
      environments: (await session.workspace()).config.environments,
      blobIds: session.blobIds,
      texts: session.texts,
      explainMissing: async (blobs) => (await (await session.git())?.explainMissing(blobs))?.hint,
    }),
  );
}

async function inSession<Result>({ path }: Folder, use: (session: Session) => Promise<Result>): Promise<Result> {
  const globals = { directory: path, registry: undefined, debug: false, color: false, input: false };
  const context = openContext({ terminal: { note: () => {} } as never, globals, variables: {} });
  try {
    return await use(openSession(context));
  } finally {
    await context.close();
  }
}
