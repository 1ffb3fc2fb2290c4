import { Failure } from '../../../base/failure.ts';
import * as langwatch from '../../../protocol/langwatch/endpoints.ts';
import { type Route, route } from '../../http/route.ts';
import { createPrompt, restoreVersion, updatePrompt } from './edit-prompt.ts';
import { langwatchErrors } from './errors.ts';
import { listTags, moveTag } from './move-tag.ts';
import { listPrompts, listVersions, readPrompt } from './read-prompts.ts';
import { syncPrompt } from './sync-prompt.ts';

const routes: readonly Route[] = [
  route(langwatch.langwatchList, ({ call }) => listPrompts(call)),
  route(langwatch.langwatchCreate, ({ call, body }) => createPrompt(call, body)),
  route(langwatch.langwatchRead, ({ call, params, query }) => readPrompt(call, params.handle, query)),
  route(langwatch.langwatchUpdate, ({ call, params, body }) => updatePrompt(call, params.prompt, body)),
  route(langwatch.langwatchDelete, ({ params }) => refuseDelete(params.prompt)),
  route(langwatch.langwatchVersions, ({ call, params }) => listVersions(call, params.prompt)),
  route(langwatch.langwatchRestore, ({ call, params }) => restoreVersion(call, params.prompt, params.digest)),
  route(langwatch.langwatchSync, ({ call, params, body }) => syncPrompt(call, params.prompt, body)),
  route(langwatch.langwatchTag, ({ call, params, body }) => moveTag(call, params.prompt, params.environment, body.versionId)),
  route(langwatch.langwatchTags, ({ call }) => listTags(call)),
  route(langwatch.langwatchCreateTag, refuseTag),
  route(langwatch.langwatchRenameTag, refuseTag),
  route(langwatch.langwatchDeleteTag, refuseTag),
];

/** The prompt routes of LangWatch's API. */
export const langwatchRoutes: readonly Route[] = routes.map((declared) => ({ ...declared, errors: langwatchErrors }));

async function refuseDelete(prompt: string): Promise<never> {
  throw new Failure(
    'langwatch-unsupported',
    `"${prompt}" cannot be deleted: versions are kept for ever, so that what was served can be shown.`,
  );
}

async function refuseTag(): Promise<never> {
  throw new Failure('langwatch-unsupported', 'Tags are the environments, and those have an order and a policy: an admin sets them.', {
    hint: 'Declare the environment in the config.',
  });
}
