import { whoami } from '../../../protocol/governance.ts';
import { principalRoute, type Route } from '../route.ts';

export const governanceRoutes: readonly Route[] = [
  principalRoute(whoami, async ({ id, name, kind, bindings }) => ({ id, name, kind, bindings: [...bindings] })),
];
