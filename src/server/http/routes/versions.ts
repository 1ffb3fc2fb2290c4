import { listVersions, missingVersions, readContent, readContents, readSource, uploadVersions } from '../../../protocol/versions.ts';
import { contentBytes, contentTexts, sourceText } from '../../actions/versions/read-contents.ts';
import { findMissing, versionsOf } from '../../actions/versions/read-versions.ts';
import { storeVersions } from '../../actions/versions/store-versions.ts';
import { bytesRoute, type Route, route } from '../route.ts';

export const versionRoutes: readonly Route[] = [
  route(missingVersions, ({ call, body }) => findMissing(call, body.versions)),
  route(uploadVersions, async ({ call, body }) => ({ versions: await storeVersions(call, { ...body, isDraft: false }) })),
  route(listVersions, ({ call, params, query }) => versionsOf(call, params.prompt, query)),
  bytesRoute(readContent, ({ call, params }) => contentBytes(call, params.digest)),
  route(readContents, ({ call, body }) => contentTexts(call, body.digests)),
  route(readSource, ({ call, params, query }) => sourceText(call, params.digest, query.blob)),
];
