import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS_ROLES, type AccessRole } from '../../src/access/role.ts';
import { type Endpoint, pathOf } from '../../src/protocol/endpoint.ts';
import { declaredEndpoints } from '../support/declared-endpoints.ts';
import { problemOf, type RunningRegistry, runningRegistry } from '../support/running-registry.ts';
import { promptVersion } from '../support/sample-versions.ts';

const EVERYONE = 'viewer editor reviewer deployer admin auditor';
const AUTHORS = 'editor admin';
const RELEASERS = 'deployer admin';
const ADMINS = 'admin';

/**
 * Who may ask each endpoint, said a second time and by hand: a route that is new, or a role that may more than before,
 * has to be written down here too.
 */
const MAY: Readonly<Record<string, string>> = {
  listPrompts: EVERYONE,
  readPrompt: EVERYONE,
  listVersions: EVERYONE,
  missingVersions: EVERYONE,
  readContent: EVERYONE,
  readContents: EVERYONE,
  readSource: EVERYONE,
  uploadVersions: AUTHORS,
  createDraft: AUTHORS,
  listDrafts: EVERYONE,
  closeDraft: AUTHORS,
  storeDatasetPart: AUTHORS,
  storeDataset: AUTHORS,
  readDataset: EVERYONE,
  readDatasetPart: EVERYONE,

  listEnvironments: EVERYONE,
  setEnvironments: ADMINS,
  readState: EVERYONE,
  readHistory: EVERYONE,
  readQuarantine: EVERYONE,
  streamEvents: EVERYONE,
  planPins: EVERYONE,
  applyPins: RELEASERS,
  rollbackPin: RELEASERS,
  unquarantine: RELEASERS,
  killPrompt: RELEASERS,
  unkillPrompt: RELEASERS,
  listKillSwitches: EVERYONE,
  revokeVersion: RELEASERS,
  listRollouts: EVERYONE,
  readRollout: EVERYONE,
  startRollout: RELEASERS,
  // Of those who may see it the route itself asks more: a reviewer says yes where a step wants one.
  actOnRollout: EVERYONE,
  listRolloutUnits: EVERYONE,
  addExposures: EVERYONE,
  addOutcomes: EVERYONE,

  requestReview: 'editor reviewer deployer admin',
  commentReview: 'editor reviewer deployer admin',
  decideReview: 'reviewer admin',
  listReviews: EVERYONE,
  readReview: EVERYONE,

  storeSuite: AUTHORS,
  createRun: AUTHORS,
  createRemoteRun: AUTHORS,
  addRemoteJobs: AUTHORS,
  readRemoteRun: AUTHORS,
  leaseRemoteJobs: AUTHORS,
  reportRemoteJob: AUTHORS,
  readRemoteResults: AUTHORS,
  removeRemoteRun: AUTHORS,
  addResults: AUTHORS,
  finishRun: AUTHORS,
  addEvidence: AUTHORS,
  listRuns: EVERYONE,
  readRun: EVERYONE,
  readResults: EVERYONE,
  compareRuns: EVERYONE,
  listEvidence: EVERYONE,
  readEvidence: EVERYONE,
  listAcceptedSuites: EVERYONE,
  acceptSuite: ADMINS,
  setSuiteTrust: ADMINS,

  readAudit: 'admin auditor',
  listCheckpoints: 'admin auditor',
  readCheckpoint: EVERYONE,

  listMembers: ADMINS,
  inviteMember: ADMINS,
  dropInvitation: ADMINS,
  grantRole: ADMINS,
  revokeRole: ADMINS,
  removeMember: ADMINS,
  // One's own; of machines' tokens only admins see any.
  listTokens: EVERYONE,
  createOwnToken: EVERYONE,
  revokeToken: EVERYONE,
  rotateToken: EVERYONE,
  createToken: ADMINS,
  listTrustRules: ADMINS,
  addTrustRule: ADMINS,
  removeTrustRule: ADMINS,
  addWebhook: ADMINS,
  listWebhooks: ADMINS,
  removeWebhook: ADMINS,
  testWebhook: ADMINS,
};

/** What anyone may ask without being anyone, and what everyone may ask who is someone. */
const PUBLIC =
  'apiPage beginOidcSignIn createLoginToken exchangeIdToken finishOidcSignIn health listKeys metrics openApi openSession readiness redeemCode redeemOidcCode';
const SIGNED_IN = 'changePassword endSession listSessions revokeThisToken whoami';

const inProject = declaredEndpoints.filter(({ permission }) => permission !== 'public' && permission !== 'signed-in');
const named = inProject.map((endpoint) => [endpoint.name, endpoint] as const);
const seen = promptVersion('support/triage', 'seen');

const INSIDE = { project: 'default', prompt: 'support/triage', environment: 'staging', digest: seen.digest };
/** Ids of things that are not there; who may ask is told so, as an admin is. */
const NOWHERE = { member: 'user-000000000000', token: '000000000000', rule: '000000000000', email: 'nobody@example.com', part: '0' };

let registry: RunningRegistry;
/** One of each role in the whole project, one of each in some environments and prompts, and an admin of another project. */
let whole: Record<AccessRole, string>;
let narrow: Record<AccessRole, string>;
let stranger: string;
beforeAll(async () => {
  registry = await runningRegistry();
  await registry.admin.upload({ versions: [seen, promptVersion('billing/refund', 'unseen')] });
  const ofEachRole = async (reach: object) => {
    const made = [];
    for (const role of ACCESS_ROLES) made.push([role, await registry.tokenFor(role, { role, ...reach })]);
    return Object.fromEntries(made) as Record<AccessRole, string>;
  };
  whole = await ofEachRole({});
  narrow = await ofEachRole({ environments: 'staging*', prompts: 'support/*' });
  stranger = await registry.tokenFor('stranger', { role: 'admin', project: 'another' });
});
afterAll(() => registry.stop());

interface Answer {
  readonly status: number;
  readonly code?: string;
}

async function answerTo(endpoint: Endpoint, token: string | null, params: Readonly<Record<string, string>> = INSIDE): Promise<Answer> {
  const names = [...endpoint.path.matchAll(/:([a-z]+)/g)].map(([, name = '']) => name);
  const all: Record<string, string> = { ...Object.fromEntries(names.map((name) => [name, 'x'])), ...NOWHERE, ...params };
  const reply = await registry.request(pathOf(endpoint, all), {
    method: endpoint.method,
    token,
    ...(endpoint.body && { body: {} }),
  });
  if (reply.status < 400) {
    await reply.body?.cancel();
    return { status: reply.status };
  }
  return { status: reply.status, code: (await problemOf(reply)).code };
}

function answersTo(endpoint: Endpoint, tokens: Record<AccessRole, string>, params = INSIDE): Promise<[AccessRole, Answer][]> {
  return Promise.all(
    ACCESS_ROLES.map(async (role): Promise<[AccessRole, Answer]> => [role, await answerTo(endpoint, tokens[role], params)]),
  );
}

const HIDDEN: Answer = { status: 404, code: 'not-found' };
const REFUSED: Answer = { status: 403, code: 'not-allowed' };

test('every endpoint has a line here, and every line an endpoint', () => {
  const namesOf = (permission: string) =>
    declaredEndpoints
      .filter((endpoint) => endpoint.permission === permission)
      .map(({ name }) => name)
      .sort();
  expect(inProject.map(({ name }) => name).filter((name) => !Object.hasOwn(MAY, name))).toEqual([]);
  expect(Object.keys(MAY).filter((name) => !inProject.some((endpoint) => endpoint.name === name))).toEqual([]);
  expect(namesOf('public')).toEqual(PUBLIC.split(' '));
  expect(namesOf('signed-in')).toEqual(SIGNED_IN.split(' '));
});

describe.each(named)('attack 7: %s', (name, endpoint) => {
  const may = new Set((MAY[name] ?? '').split(' '));

  test('is for those who may, and for no others', async () => {
    const answers = await answersTo(endpoint, whole);
    for (const [role, answer] of answers) {
      if (may.has(role)) expect([role, answer.status]).not.toEqual([role, expect.toBeOneOf([401, 403])]);
      else expect([role, answer]).toEqual([role, REFUSED]);
    }
  });

  test('asks who is there, and is not there for strangers', async () => {
    expect(await answerTo(endpoint, null)).toEqual({ status: 401, code: 'not-signed-in' });
    expect(await answerTo(endpoint, stranger)).toEqual(HIDDEN);
    expect(await answerTo(endpoint, registry.token, { ...INSIDE, project: 'unknown' })).toEqual(HIDDEN);
  });

  if (endpoint.path.includes(':environment'))
    test('is not there in environments beyond the role', async () => {
      const answers = await answersTo(endpoint, narrow, { ...INSIDE, environment: 'production' });
      expect(answers).toEqual(ACCESS_ROLES.map((role) => [role, HIDDEN]));
    });

  if (endpoint.path.includes(':prompt'))
    test('is not there on prompts beyond the role', async () => {
      const answers = await answersTo(endpoint, narrow, { ...INSIDE, prompt: 'billing/refund' });
      expect(answers).toEqual(ACCESS_ROLES.map((role) => [role, HIDDEN]));
    });
});
