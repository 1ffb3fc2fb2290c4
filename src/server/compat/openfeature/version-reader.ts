import type { Digest } from '../../../base/digest.ts';
import type { Json } from '../../../base/json/canonical-json.ts';
import { namedBy, storedVersion } from '../../../prompt/digest/stored-version.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { PromptVersion } from '../../../prompt/version.ts';
import type { Call } from '../../actions/call.ts';
import { readBodies } from '../../storage/versions/contents.ts';

/** Reads versions with all that they name, by the prompts that they are asked as. */
export type ReadVersions = (call: Call, wanted: ReadonlyMap<PromptId, Digest>) => Promise<ReadonlyMap<PromptId, PromptVersion>>;

/** Some kilobytes each. */
const MOST_KEPT = 2000;

/** Makes a reader that keeps versions, which never change: every call of an application asks for the same few. */
export function versionReader(): ReadVersions {
  const kept = new Map<string, PromptVersion>();
  return async (call, wanted) => {
    const keyOf = (prompt: PromptId, digest: Digest) => `${call.project} ${prompt} ${digest}`;
    const missing = [...wanted].filter(([prompt, digest]) => !kept.has(keyOf(prompt, digest)));
    const forms = await formsOf(
      call,
      missing.map(([, digest]) => digest),
    );
    const found = new Map(missing.map(([prompt, digest]) => [prompt, storedVersion(prompt, digest, (named) => formIn(forms, named))]));
    for (const [prompt, digest] of wanted) {
      const version = kept.get(keyOf(prompt, digest));
      if (version !== undefined) found.set(prompt, version);
    }
    if (kept.size + missing.length > MOST_KEPT) kept.clear();
    for (const [prompt, version] of found) kept.set(keyOf(prompt, version.digest), version);
    return found;
  };
}

/** Contents and those that they name, at any depth. */
async function formsOf({ db, project }: Call, digests: readonly Digest[]): Promise<ReadonlyMap<Digest, Json>> {
  const forms = new Map<Digest, Json>();
  for (let wanted = [...new Set(digests)]; wanted.length > 0; ) {
    const bodies = await readBodies(db, project, wanted);
    for (const [digest, body] of bodies) forms.set(digest, JSON.parse(body) as Json);
    const named = wanted.flatMap((digest) => namedBy(forms.get(digest) ?? null));
    wanted = [...new Set(named)].filter((digest) => !forms.has(digest));
  }
  return forms;
}

function formIn(forms: ReadonlyMap<Digest, Json>, digest: Digest): Json {
  const form = forms.get(digest);
  // What is served is stored: the registry refuses pins and contents that name what it lacks.
  if (form === undefined) throw new Error(`the content ${digest} is named and not stored`);
  return form;
}
