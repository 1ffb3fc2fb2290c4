import type { EvalReport } from '../../evals/report/eval-report.ts';
import type { Lockfile } from '../../release/lockfile/lockfile.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import type { Git } from '../../workspace/git/git.ts';
import type { CheckDependencies } from '../authoring/check.ts';
import type { BreakingDependencies } from '../compare/breaking.ts';
import type { StoredDatasets } from '../evaluation/load-dataset.ts';
import type { Evaluation } from '../evaluation/select-evaluations.ts';
import type { LockDependencies } from '../release/lock.ts';
import type { Endings } from './document/ci-document-of.ts';
import type { FailOn } from './fail-on.ts';
import type { Trust } from './trust.ts';

/** What is judged, and how strictly. */
export interface CiRequest {
  /** What the change is compared with; absent: the config's, else where the branch left the main one. */
  readonly against?: string;
  /** The branch that the change goes to, where the machine tells it. */
  readonly targetBranch?: string;
  /** Nobody sits before the run: a commit of the main branch is judged as a change too. */
  readonly isCi: boolean;
  /** The commit at which the branch was before the push that is judged, where the machine tells it. */
  readonly pushedOver?: string;
  /** The environment that the change is meant for: whose levels hold, and which plan is asked for. */
  readonly environment?: string;
  readonly suites: 'affected' | 'all';
  /** Asked instead of the models that suites and prompts name. */
  readonly model?: string;
  /** A file that takes the plan for `apply`, and what it is relative to. */
  readonly planOut?: string;
  readonly directory: string;
  readonly failOn: FailOn;
  readonly trust: Trust;
}

/** What the gates are judged from; each is opened when a gate wants it. */
export interface CiDependencies extends Omit<BreakingDependencies, 'git' | 'workspace' | 'blobIds'> {
  readonly workspace: () => Promise<Pick<Workspace, 'root' | 'gitRoot' | 'config' | 'configFile'>>;
  readonly git: () => Promise<Git | undefined>;
  readonly sources: () => Promise<CheckDependencies['sources']>;
  readonly lockfile: () => Promise<LockDependencies['lockfile']>;
  readonly lockAt: (revision: string) => Promise<Lockfile>;
  readonly blobIds: LockDependencies['blobIds'];
  /** Datasets of the registry; of a stranger's change only those that are here. */
  readonly stored: StoredDatasets;
  readonly evaluate: (evaluation: Evaluation) => Promise<EvalReport>;
  /** Where the recorded answers of an evaluation are, below the root of the workspace. */
  readonly cassetteOf: (evaluation: Evaluation) => Promise<string>;
  readonly endings: Endings;
}
