import { versionNormalForm } from '../../prompt/digest/version-normal-form.ts';
import type { LocalVersions } from '../../registry/langwatch/read-version.ts';
import { firstEnvironment } from '../../workflows/release/environments.ts';
import { lockedVersions } from '../../workflows/versions/locked-versions.ts';
import { treeVersions } from '../../workflows/versions/tree.ts';
import { firstOf } from '../../workflows/versions/version-source.ts';
import type { LocalSession } from './local-session.ts';

/** What the tree, the lockfile and Git of a session tell of versions. */
export function localVersions({ tree, lock, texts, git, lockfile, workspace }: LocalSession): LocalVersions {
  return {
    async wasLocked(id, digest) {
      // Git is slow to tell, and a project of LangWatch may hold any number of prompts that are not ours.
      if (!(await tree()).library.prompts.has(id)) return false;
      const repository = await git();
      const file = (await lockfile()).fileOf(firstEnvironment((await workspace()).config.environments));
      if (repository !== undefined) return (await repository.headInfo()).commit !== undefined && repository.everHeld(digest, file);
      const { environments } = await lock();
      return [...environments.values()].some((pins) => [...pins.values()].some((pin) => pin.digest === digest));
    },

    async content(id, digest) {
      const version = await firstOf([treeVersions(await tree()), lockedVersions(await lock(), texts)]).load(id, digest);
      return version && versionNormalForm(version);
    },
  };
}
