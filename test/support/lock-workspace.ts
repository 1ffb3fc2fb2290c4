import { openContext } from '../../src/cli/context.ts';
import { openSession } from '../../src/cli/session.ts';
import type { Pins } from '../../src/release/environment.ts';
import { pinsOf } from '../../src/release/lockfile/edit-lockfile.ts';
import { lock } from '../../src/workflows/release/lock.ts';

const DEVELOPMENT = 'development' as never;

/** Does what `promptlane lock` does, without the time that a process takes, and gives what is pinned now. */
export async function lockWorkspace({ path }: { readonly path: string }): Promise<Pins> {
  const globals = { directory: path, registry: undefined, debug: false, color: false, input: false };
  const context = openContext({ terminal: { note: () => {} } as never, globals, variables: {} });
  const session = openSession(context);
  const lockfile = await session.lockfile();
  await lock({ environment: DEVELOPMENT, mode: 'write' }, { tree: await session.tree(), lockfile, blobIds: session.blobIds });
  await context.close();
  return pinsOf(await lockfile.read(), DEVELOPMENT);
}
