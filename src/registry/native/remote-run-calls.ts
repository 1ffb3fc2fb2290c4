import type { CaseResult } from '../../evals/run.ts';
import type { BodyOf } from '../../protocol/endpoint.ts';
import {
  addRemoteJobs,
  createRemoteRun,
  leaseRemoteJobs,
  readRemoteResults,
  readRemoteRun,
  removeRemoteRun,
  reportRemoteJob,
} from '../../protocol/remote-runs.ts';
import { RESULTS_AT_ONCE } from '../../protocol/runs.ts';
import type { LeasedRemoteJob, RemoteRunCalls } from '../areas/remote-runs.ts';
import type { HttpCaller } from './http-caller.ts';
import { wireSubject } from './wire-subject.ts';

type WireResults = BodyOf<typeof reportRemoteJob>['results'];

/** The calls about runs that workers do. */
export function remoteRunCalls(http: HttpCaller): RemoteRunCalls {
  return {
    async createRemoteRun(run, { subject, ...spec }) {
      await http.call(createRemoteRun, { params: { run }, body: { spec: { ...spec, subject: wireSubject(subject) } } });
    },
    async addRemoteJobs(run, jobs) {
      await http.call(addRemoteJobs, { params: { run }, body: { jobs } });
    },
    async remoteResults(run, after) {
      const { results, jobs } = await http.call(readRemoteResults, { params: { run }, query: { after, limit: RESULTS_AT_ONCE } });
      return { results: results as unknown as readonly CaseResult[], jobs };
    },
    async removeRemoteRun(run) {
      await http.call(removeRemoteRun, { params: { run } });
    },
    remoteSpec: async (run) => (await http.call(readRemoteRun, { params: { run } })).spec,
    async leaseRemoteJobs(worker, count, leaseMs) {
      const { run, jobs } = await http.call(leaseRemoteJobs, { body: { worker, count, leaseMs } });
      return run === undefined ? undefined : { run, jobs: jobs as unknown as readonly LeasedRemoteJob[] };
    },
    async reportRemoteJob(run, job, { results, ...report }) {
      const body = { ...report, results: results as unknown as WireResults };
      await http.call(reportRemoteJob, { params: { run, job: String(job) }, body });
    },
  };
}
