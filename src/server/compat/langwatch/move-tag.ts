import { allows, authorise } from '../../../access/authorise.ts';
import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import type { ReplyOf } from '../../../protocol/endpoint.ts';
import type { langwatchTag, langwatchTags } from '../../../protocol/langwatch/endpoints.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Call } from '../../actions/call.ts';
import { applyPins } from '../../actions/environments/apply-pins.ts';
import { settingOf } from '../../actions/environments/setting.ts';
import { readDefinitions } from '../../storage/environments/definitions.ts';
import { pinKey } from '../../storage/environments/environment-log.ts';
import { findVersions } from '../../storage/versions/versions.ts';

/** How often a move is decided anew when someone else moved the environment in between: LangWatch's clients know no revision. */
const TRIES = 3;

/**
 * Serves a version in an environment, as `apply` does: the same policy, the same audit.
 *
 * @throws Failure `policy-refused` with the refusals, `not-found` when the digest is no version of the prompt
 */
export async function moveTag(call: Call, prompt: PromptId, tag: EnvironmentName, digest: Digest): Promise<ReplyOf<typeof langwatchTag>> {
  const known = (await findVersions(call.db, call.project, [{ id: prompt, digest }])).get(pinKey(prompt, digest));
  if (known === undefined) throw new Failure('not-found', `${digest} is not a version of "${prompt}".`);
  for (let attempt = 1; ; attempt += 1) {
    const { id, log } = await settingOf(call.db, call.project, tag);
    const expected = await log.revision(id);
    try {
      await applyPins(call, tag, { pins: { [prompt]: digest } as Record<PromptId, Digest>, expected, cause: 'apply' });
      return { configId: prompt, versionId: digest, tag, updatedAt: new Date(call.time).toISOString() };
    } catch (error) {
      if (!(error instanceof Failure) || error.code !== 'revision-moved' || attempt === TRIES) throw error;
    }
  }
}

/** Makes sure, before anything is stored, that the tags are environments in which the caller may serve the prompt. */
export async function requireTags(
  { db, project, principal }: Call,
  prompt: PromptId,
  tags: readonly EnvironmentName[] = [],
): Promise<void> {
  for (const environment of tags) {
    authorise(principal, 'pins:move', { project, environment, prompt });
    await settingOf(db, project, environment);
  }
}

/** The environments that the caller may see, as tags. */
export async function listTags({ db, project, principal }: Call): Promise<ReplyOf<typeof langwatchTags>> {
  const definitions = await readDefinitions(db, project);
  const seen = definitions.filter(({ name }) => allows(principal, 'environments:read', { project, environment: name }));
  return seen.map(({ name }) => ({ id: name, name }));
}
