import {
  acceptSuite,
  addEvidence,
  listAcceptedSuites,
  listEvidence,
  readEvidence,
  setSuiteTrust,
  storeSuite,
} from '../../../protocol/evidence.ts';
import { addResults, compareRuns, createRun, finishRun, listRuns, readResults, readRun } from '../../../protocol/runs.ts';
import { acceptSuite as accept, acceptedSuites, storeSuiteContent, trustBranch } from '../../actions/evidence/accept-suites.ts';
import { evidenceFrom } from '../../actions/evidence/add-evidence.ts';
import { evidenceOf, evidenceWithEnvelope } from '../../actions/evidence/read-evidence.ts';
import { reportOf, resultsOf, runsOf } from '../../actions/runs/read-runs.ts';
import { createRun as create, finishRun as finish, storeResults } from '../../actions/runs/store-run.ts';
import { requireRun, shownRun } from '../../actions/runs/stored-run.ts';
import { type Route, route } from '../route.ts';

export const runRoutes: readonly Route[] = [
  route(createRun, ({ call, params, body }) => create(call, params.run, body)),
  route(addResults, ({ call, params, body }) => storeResults(call, params.run, body)),
  route(finishRun, ({ call, params, body }) => finish(call, params.run, body)),
  route(readRun, async ({ call, params }) => shownRun(await requireRun(call, params.run))),
  route(listRuns, ({ call, query }) => runsOf(call, query)),
  route(readResults, ({ call, params, query }) => resultsOf(call, params.run, query)),
  route(compareRuns, ({ call, params, query }) => reportOf(call, params.run, query.baseline)),
];

export const evidenceRoutes: readonly Route[] = [
  route(storeSuite, ({ call, params, body }) => storeSuiteContent(call, params, body)),
  route(acceptSuite, ({ call, body }) => accept(call, body)),
  route(listAcceptedSuites, ({ call, query }) => acceptedSuites(call, query)),
  route(setSuiteTrust, ({ call, body }) => trustBranch(call, body)),
  route(addEvidence, ({ call, body }) => evidenceFrom(call, body)),
  route(listEvidence, ({ call, query }) => evidenceOf(call, query)),
  route(readEvidence, ({ call, params }) => evidenceWithEnvelope(call, params.evidence)),
];
