import {
  addRemoteJobs,
  createRemoteRun,
  leaseRemoteJobs,
  readRemoteResults,
  readRemoteRun,
  removeRemoteRun,
  reportRemoteJob,
} from '../../../protocol/remote-runs.ts';
import { specOf, workableRun } from '../../actions/remote-runs/stored-remote-run.ts';
import { addJobs, createRun, removeRun, resultsOf } from '../../actions/remote-runs/submit-run.ts';
import { leaseJobs, reportJob } from '../../actions/remote-runs/work-on-run.ts';
import { type Route, route } from '../route.ts';

export const remoteRunRoutes: readonly Route[] = [
  route(createRemoteRun, ({ call, params, body }) => createRun(call, params.run, body.spec)),
  route(addRemoteJobs, ({ call, params, body }) => addJobs(call, params.run, body)),
  route(readRemoteRun, async ({ call, params }) => ({ spec: specOf(await workableRun(call.db, call, params.run)) })),
  route(leaseRemoteJobs, ({ call, body }) => leaseJobs(call, body)),
  route(reportRemoteJob, ({ call, params, body }) => reportJob(call, params.run, Number(params.job), body)),
  route(readRemoteResults, ({ call, params, query }) => resultsOf(call, params.run, query)),
  route(removeRemoteRun, ({ call, params }) => removeRun(call, params.run)),
];
