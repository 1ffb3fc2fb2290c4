import { whoami } from '../../../protocol/governance.ts';
import { principalRoute, type Route } from '../route.ts';

export const governanceRoutes: readonly Route[] = [
  principalRoute(whoami, async ({ id, name, kind, email, bindings, via }) => ({
    id,
    name,
    kind,
    ...(email !== undefined && { email }),
    ...(via?.expiresAt !== undefined && { expiresAt: via.expiresAt }),
    bindings: [...bindings],
  })),
];
