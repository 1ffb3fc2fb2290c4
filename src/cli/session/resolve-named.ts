import { parseReference } from '../../prompt/reference.ts';
import type { PromptVersion } from '../../prompt/version.ts';
import { fileVersion, isPromptFile } from '../../workflows/authoring/file-version.ts';
import { resolveReference } from '../../workflows/versions/resolve-reference.ts';
import type { Session } from './session.ts';

/** The version that an argument names: a reference, or a prompt file whatever its place. */
export async function resolveNamed(argument: string, directory: string, session: Session): Promise<PromptVersion> {
  if (isPromptFile(argument, directory)) {
    const { root } = await session.workspace();
    return fileVersion({ path: argument, directory }, { root, tree: await session.tree() });
  }
  return resolveReference(parseReference(argument), { ...session, registry: session.registryIfConfigured });
}
