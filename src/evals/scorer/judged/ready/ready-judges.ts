import { libraryVersions } from '../../../../prompt/library/library-versions.ts';
import { readLibrary } from '../../../../prompt/library/read-library.ts';
import type { PromptId } from '../../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../../prompt/version.ts';
import { READY_TEXTS } from './ready-texts.ts';

/** Names a judge prompt that ships with Promptlane. */
export type ReadyJudge = keyof typeof READY_TEXTS;

/** Every judge prompt that ships, by name. */
export const READY_JUDGES = Object.keys(READY_TEXTS) as readonly ReadyJudge[];

const versions = new Map<ReadyJudge, PromptVersion>();

/** A judge prompt that ships, as the version that a copy of it in a repository would be. Read at its first use. */
export function readyJudge(name: ReadyJudge): PromptVersion {
  const known = versions.get(name);
  if (known !== undefined) return known;
  const id = `judges/${name}` as PromptId;
  const library = readLibrary([{ kind: 'prompt', path: `${id}.prompt.yaml`, id, text: READY_TEXTS[name] }]);
  const version = libraryVersions(library).of(id);
  versions.set(name, version);
  return version;
}
