import { closeDraft, createDraft, listDrafts } from '../../../protocol/drafts.ts';
import { closeDraft as close } from '../../actions/drafts/close-draft.ts';
import { draftsOf } from '../../actions/drafts/read-drafts.ts';
import { storeDraft } from '../../actions/drafts/store-draft.ts';
import { type Route, route } from '../route.ts';

export const draftRoutes: readonly Route[] = [
  route(createDraft, ({ call, body }) => storeDraft(call, body)),
  route(listDrafts, ({ call, query }) => draftsOf(call, query)),
  route(closeDraft, ({ call, body }) => close(call, body)),
];
