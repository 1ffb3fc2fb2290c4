/** What a CI run may be trusted with. */
export interface Trust {
  /** The change is a stranger's: offline checks and recorded answers only; no key, no registry, no network. */
  readonly restricted: boolean;
  /** The job holds secrets and a stranger's files: evals are refused even with recorded answers, so that nobody adds the keys. */
  readonly refusesEvals: boolean;
  /** Why, in one sentence for people. */
  readonly reason: string;
}

export interface TrustRequest {
  /** The environment variables of the job. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** What happened, as the forge tells it: on GitHub the JSON of GITHUB_EVENT_PATH; undefined when it cannot be read. */
  readonly event: unknown;
  /** The commit whose files are at hand, when they are exactly that commit's. Unknown counts as the stranger's. */
  readonly checkedOut?: string;
}

const DEPENDABOT = 'dependabot[bot]';

/** Events that only those who may write to the repository cause, or its own clock. */
const OWN: readonly string[] = ['push', 'schedule', 'workflow_dispatch', 'release', 'merge_group', 'create', 'delete', 'deployment'];

/** Events that are about a pull request and run on its files. */
const PROPOSED: readonly string[] = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];

/**
 * Says whether the change that a CI job looks at is a stranger's: one of a fork, or of Dependabot.
 *
 * What cannot be told is taken for a stranger's. Outside GitHub and GitLab nothing says who made a change:
 * `--restricted` does.
 */
export function trustOf(request: TrustRequest): Trust {
  const { variables } = request;
  if (variables.GITHUB_ACTIONS === 'true') return gitHubTrust(request);
  if (variables.GITLAB_CI === 'true') return gitLabTrust(variables);
  return trusted('no forge says that a stranger made the change');
}

function gitHubTrust(request: TrustRequest): Trust {
  const { variables, event } = request;
  const name = variables.GITHUB_EVENT_NAME ?? '';
  if (![...OWN, ...PROPOSED].includes(name)) return privilegedTrust(name || 'the event of this job', request);
  if (variables.GITHUB_ACTOR === DEPENDABOT || at(event, 'pull_request', 'user', 'login') === DEPENDABOT) {
    return restricted('Dependabot made the change, which GitHub treats like one of a fork');
  }
  if (OWN.includes(name)) return trusted(`the event ${name} comes from this repository`);
  return isOwnHead(at(event, 'pull_request', 'head', 'repo'), event)
    ? trusted('the pull request comes from a branch of this repository')
    : restricted('the pull request comes from a fork');
}

/** A stranger may have caused it, and the secrets are there all the same, so it counts whose files are. */
function privilegedTrust(name: string, { variables, event, checkedOut }: TrustRequest): Trust {
  const { GITHUB_SHA: own } = variables;
  if (own !== undefined && own !== '' && checkedOut === own) return trusted(`${name} runs on a commit of this repository`);
  const head = name === 'workflow_run' ? at(event, 'workflow_run', 'head_repository') : at(event, 'pull_request', 'head', 'repo');
  const author = at(event, 'pull_request', 'user', 'login') ?? at(event, 'workflow_run', 'actor', 'login');
  if (author !== DEPENDABOT && isOwnHead(head, event)) return trusted(`the change of ${name} comes from a branch of this repository`);
  return {
    restricted: true,
    refusesEvals: true,
    reason: `${name} runs with the secrets of the repository, and the files at hand may be a stranger's`,
  };
}

/** The repository that a change comes from is the one that runs; a fork that was deleted tells nothing. */
function isOwnHead(head: unknown, event: unknown): boolean {
  const from = at(head, 'id');
  return typeof from === 'number' && from === at(event, 'repository', 'id');
}

function gitLabTrust(variables: TrustRequest['variables']): Trust {
  const external = variables.CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY;
  if (external || variables.CI_PIPELINE_SOURCE === 'external_pull_request_event') {
    return external && external === variables.CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY
      ? trusted('the pull request comes from a branch of this repository')
      : restricted('the pull request comes from a fork');
  }
  if (variables.CI_PIPELINE_SOURCE !== 'merge_request_event' && !variables.CI_MERGE_REQUEST_IID) {
    return trusted('the pipeline is not of a merge request');
  }
  const source = variables.CI_MERGE_REQUEST_SOURCE_PROJECT_ID;
  return source && source === variables.CI_MERGE_REQUEST_PROJECT_ID
    ? trusted('the merge request comes from a branch of this project')
    : restricted('the merge request comes from a fork');
}

/** What stands at a path of untyped JSON; nothing where the path ends early. */
function at(value: unknown, ...path: readonly string[]): unknown {
  let found = value;
  for (const key of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, key)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[key];
  }
  return found;
}

function trusted(reason: string): Trust {
  return { restricted: false, refusesEvals: false, reason };
}

function restricted(reason: string): Trust {
  return { restricted: true, refusesEvals: false, reason };
}
