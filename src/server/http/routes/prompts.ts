import { listPrompts, readPrompt } from '../../../protocol/prompts.ts';
import { promptOf, promptsOf } from '../../actions/versions/read-prompts.ts';
import { type Route, route } from '../route.ts';

export const promptRoutes: readonly Route[] = [
  route(listPrompts, ({ call, query }) => promptsOf(call, query)),
  route(readPrompt, ({ call, params }) => promptOf(call, params.prompt)),
];
