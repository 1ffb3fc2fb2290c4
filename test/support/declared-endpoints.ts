import * as members from '../../src/protocol/access/members.ts';
import * as signIn from '../../src/protocol/access/sign-in.ts';
import * as tokens from '../../src/protocol/access/tokens.ts';
import * as trustRules from '../../src/protocol/access/trust-rules.ts';
import * as datasets from '../../src/protocol/datasets.ts';
import * as drafts from '../../src/protocol/drafts.ts';
import type { Endpoint } from '../../src/protocol/endpoint.ts';
import * as environments from '../../src/protocol/environments.ts';
import * as governance from '../../src/protocol/governance.ts';
import * as moves from '../../src/protocol/moves.ts';
import * as operations from '../../src/protocol/operations.ts';
import * as prompts from '../../src/protocol/prompts.ts';
import * as tokenExchange from '../../src/protocol/token-exchange.ts';
import * as versions from '../../src/protocol/versions.ts';

/** Every endpoint that the protocol declares. */
export const declaredEndpoints: readonly Endpoint[] = [
  datasets,
  drafts,
  environments,
  members,
  signIn,
  tokenExchange,
  tokens,
  trustRules,
  governance,
  moves,
  operations,
  prompts,
  versions,
].flatMap((module) => Object.values(module).filter((value): value is Endpoint => typeof value === 'object' && 'permission' in value));
