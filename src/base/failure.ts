/** What sort of trouble a failure is. Exit codes and HTTP statuses are derived from it at the edge, never here. */
export type FailureKind =
  | 'usage'
  | 'validation'
  | 'drift'
  | 'breaking'
  | 'gate'
  | 'conflict'
  | 'access'
  | 'not-found'
  | 'network'
  | 'interrupted';

/** Every failure a user can meet. Adding one means adding its line in docs/errors.md and a test that raises it. */
export const FAILURES = {
  'usage-invalid': { kind: 'usage', hint: 'Run the command with `--help` to see its arguments and examples.' },
  'file-unreadable': { kind: 'usage', hint: 'Check the path and its permissions.' },
  'file-unwritable': { kind: 'usage', hint: 'Check the folder, its permissions and the space left on the disk.' },
  'state-foreign': {
    kind: 'usage',
    hint: 'The folder .promptlane holds what this machine made, and nothing of a repository: delete it (`git rm -r .promptlane`).',
  },
  'config-invalid': { kind: 'usage', hint: 'Mend the key named above; `schemas/config.schema.json` lists what is allowed.' },
  'workspace-missing': { kind: 'usage', hint: 'Run `promptlane init` here, or name the folder with `-C DIR`.' },
  'reference-invalid': {
    kind: 'usage',
    hint: 'A reference is `id`, `id@v12`, `id@<digest>`, `id@<environment>`, `id@git:<revision>` or `id@index`.',
  },
  'reference-unknown': { kind: 'usage', hint: 'List the prompts with `promptlane ls` and what is pinned with `promptlane status`.' },
  'reference-ambiguous': { kind: 'usage', hint: 'Give more digits of the digest.' },
  'environment-unknown': { kind: 'usage', hint: 'The environments are listed under `environments` in the config.' },
  'variables-invalid': { kind: 'usage', hint: 'Give each value with `--var name=value` or in a file with `--vars FILE`.' },
  'git-missing': { kind: 'usage', hint: 'Install git 2.31 or newer, or run inside a git repository.' },
  'git-failed': { kind: 'usage', hint: 'Run git by hand in this folder; its own message says more.' },
  'git-fetch-failed': { kind: 'network', hint: 'Fetch by hand with `git fetch --refetch --no-filter`, then run the command again.' },
  'git-submodule': { kind: 'usage', hint: 'Run promptlane in the submodule, where its history is.' },
  'git-object-missing': { kind: 'usage', hint: 'The clone does not hold this object; fetch it, then run the command again.' },
  'hook-occupied': { kind: 'usage', hint: 'Move one of the two away, or call promptlane from your own hook: `promptlane hook run`.' },
  'hooks-managed': { kind: 'usage', hint: 'Add promptlane to its file, or install beside it with `--force`.' },
  'hooks-shared': {
    kind: 'usage',
    hint: 'Add `promptlane hook run pre-commit` to the hook there, give the repository hooks of its own (`git config core.hooksPath .git/hooks`), or use `--force`.',
  },
  'registry-not-configured': {
    kind: 'usage',
    hint: 'Start one with `promptlane serve`, or give `--registry URL`, PROMPTLANE_REGISTRY_URL or `registry.url` in the config.',
  },
  'prompts-invalid': { kind: 'validation', hint: 'Run `promptlane check` and mend what it names.' },
  'edit-impossible': {
    kind: 'validation',
    hint: 'Make the change by hand: an alias (`*name`) may repeat the value elsewhere, so write the value out first.',
  },
  'template-invalid': { kind: 'validation', hint: 'Mend the template at the place named above.' },
  'pattern-invalid': {
    kind: 'validation',
    hint: 'Patterns are RE2: no lookaround and no backreferences, so that no text can make them slow.',
  },
  'render-failed': { kind: 'validation', hint: 'Check the values given against the `inputs` of the prompt.' },
  'content-invalid': {
    kind: 'validation',
    hint: 'Upload what `promptlane push` computes; contents are in normal form (schemas/digest.md).',
  },
  'request-invalid': { kind: 'validation', hint: 'See /v1/openapi.json for what this route takes.' },
  'report-invalid': { kind: 'validation', hint: 'Give the file that `report-json` named, of a run with the same version of promptlane.' },
  'langwatch-unsayable': {
    kind: 'validation',
    hint: 'Make this change in the prompt file and push it with `promptlane push`; docs/langwatch.md lists what LangWatch cannot say.',
  },
  'registry-unsupported': {
    kind: 'usage',
    hint: 'The registry of this workspace is a LangWatch project; docs/langwatch.md says what it can do.',
  },
  'upload-altered': {
    kind: 'conflict',
    hint: 'Change the prompt so that LangWatch keeps all of it; docs/langwatch.md lists what it drops.',
  },
  'upload-refused': { kind: 'validation', hint: 'Mend the prompt as the message says, and push it again.' },
  'langwatch-unsupported': { kind: 'usage', hint: 'docs/langwatch.md says what takes its place.' },
  'lockfile-invalid': { kind: 'validation', hint: 'Restore promptlane.lock from Git, then run `promptlane lock`.' },
  'lockfile-outdated': { kind: 'drift', hint: 'Run `promptlane lock` and commit promptlane.lock.' },
  'lockfile-frozen': { kind: 'drift', hint: 'Run `promptlane lock` where CI is not set, and commit promptlane.lock.' },
  'verification-failed': { kind: 'drift', hint: 'Restore the content named above from Git, or lock it again on purpose.' },
  'source-missing': { kind: 'drift', hint: 'Fetch the commit that holds this content, or push it to the registry from where it exists.' },
  'lockfile-conflicted': { kind: 'conflict', hint: 'Run `promptlane lock --resolve`: it merges what can be merged and names the rest.' },
  'prompt-unserved': {
    kind: 'not-found',
    hint: '`promptlane status` shows what is pinned where; a client loads only the `prompts` that it names, and those that its token may see.',
  },
  'client-unready': { kind: 'usage', hint: 'Await `ready()` once before the first `get`, or call `load` instead.' },
  'version-unloaded': { kind: 'usage', hint: 'Call `load` for a version that the environment does not pin: it asks the registry.' },
  'bundle-invalid': { kind: 'validation', hint: 'Write it again with `promptlane bundle`.' },
  'prompt-killed': { kind: 'access', hint: 'Serve what replaces it and end the kill with `promptlane unkill`.' },
  'revision-moved': { kind: 'conflict', hint: 'Someone changed the environment. Run `promptlane plan` again, then `promptlane apply`.' },
  'version-revoked': { kind: 'access', hint: 'Use another version: a revoked one is never served again.' },
  'version-newer': { kind: 'conflict', hint: 'Read the newest version, make the edit on it, and store that.' },
  'rollout-invalid': { kind: 'validation', hint: 'Mend the rollout file; `promptlane check` names each place.' },
  'rollout-impossible': { kind: 'conflict', hint: 'Look at where it stands with `promptlane rollout status`.' },
  'rollout-approval-missing': { kind: 'access', hint: 'Ask someone with that role to advance the rollout.' },
  'rollout-worse': { kind: 'gate', hint: 'End it with `promptlane rollout abort`; look at the figures with `promptlane rollout status`.' },
  'rollout-moved': { kind: 'conflict', hint: 'Look at it with `promptlane rollout status`, then decide again.' },
  'plan-stale': { kind: 'conflict', hint: 'Run `promptlane plan --out` again and apply that file.' },
  'digest-mismatch': { kind: 'conflict', hint: 'The content is not what its digest says; push it again from a clean checkout.' },
  'write-raced': { kind: 'conflict', hint: 'Another process wrote the same file meanwhile; run the command again.' },
  'not-signed-in': {
    kind: 'access',
    hint: 'Run `promptlane login`, or set PROMPTLANE_TOKEN, or PROMPTLANE_TOKEN_FILE to a file that holds the token.',
  },
  'not-allowed': { kind: 'access', hint: 'Ask an admin of the project for the role that this needs.' },
  'key-withheld': { kind: 'access', hint: 'Name the hosts that a config may send your keys to in PROMPTLANE_KEY_HOSTS.' },
  'token-withheld': {
    kind: 'access',
    hint: 'Give the address yourself in PROMPTLANE_REGISTRY_URL, or name the hosts that a config may send your token to in PROMPTLANE_REGISTRY_HOSTS.',
  },
  'sign-in-refused': { kind: 'access', hint: 'Type them again; an admin can invite you anew when the password is lost.' },
  'code-refused': { kind: 'access', hint: 'Type it again, or ask who gave it to you for a new one.' },
  'request-forged': { kind: 'access', hint: 'Sign in at the address of the registry itself, and do it there.' },
  'grant-exceeded': { kind: 'access', hint: 'Ask an admin whose own role reaches that far.' },
  'last-admin': { kind: 'conflict', hint: 'Make someone else an admin of the whole project first: `promptlane member grant`.' },
  'id-token-refused': { kind: 'access', hint: 'Ask an admin of the registry which jobs it trusts.' },
  'forge-refused': { kind: 'access', hint: 'Give the job the permission that this needs.' },
  'untrusted-evals': {
    kind: 'access',
    hint: 'Run the gates under `pull_request`, which holds no secrets for a fork; see docs/ci.md.',
  },
  'policy-refused': { kind: 'access', hint: 'Each refusal above says what would satisfy it.' },
  'not-found': { kind: 'not-found', hint: 'Check the name; what you may not see is reported as missing too.' },
  'suite-invalid': { kind: 'validation', hint: 'Mend the suite or dataset at the place named above.' },
  'audit-export-invalid': { kind: 'usage', hint: 'Name a file that `promptlane audit export` wrote, unchanged.' },
  'checkpoint-invalid': {
    kind: 'drift',
    hint: 'Restore it from Git; after a merge that left both sides in, keep the one with the larger `seq`.',
  },
  'evidence-invalid': { kind: 'usage', hint: 'Name an envelope as `promptlane evidence show --envelope` prints it.' },
  'run-unreadable': {
    kind: 'usage',
    hint: 'Name a file that `promptlane eval` wrote below .promptlane/runs or `--out DIR`; one of an earlier version must be run again.',
  },
  'dataset-changed': { kind: 'conflict', hint: 'Run the command again when nobody writes the file.' },
  'scorer-failed': { kind: 'network', hint: 'Run the module or the command by hand with the JSON that docs/scorers.md shows.' },
  'target-failed': { kind: 'network', hint: 'Run the command or ask the service by hand with the JSON that docs/evals.md shows.' },
  'case-unknown': { kind: 'usage', hint: '`promptlane dataset ls` shows the tags of each dataset; a report shows the ids of its cases.' },
  'runs-mixed': { kind: 'usage', hint: 'Give the files of one `eval` run, or the shards of one: each once.' },
  'runs-incomplete': {
    kind: 'network',
    hint: 'Give the folders of all shards; run the missing ones again with `promptlane eval --shard`.',
  },
  'answer-not-cached': { kind: 'network', hint: 'Run the suite once without `--offline`; what changed since then has to be asked.' },
  'model-unreachable': { kind: 'network', hint: 'Check the provider address, the key and your connection.' },
  'module-withheld': {
    kind: 'access',
    hint: 'Take recorded answers with `--cassette FILE`, or have someone who trusts the repository run it.',
  },
  'model-refused': { kind: 'network', hint: 'The provider refused the request; see its message above.' },
  'answer-not-recorded': { kind: 'network', hint: 'The cassette has no answer for this request; record it with a live provider.' },
  'attachment-unsupported': { kind: 'validation', hint: 'Ask a model whose provider takes such files, or leave the attachment out.' },
  'cassette-invalid': { kind: 'validation', hint: 'Restore the cassette from Git, or remove the line and record it again.' },
  'cassette-secret': { kind: 'validation', hint: 'Take the key out of the prompt or the case; a cassette is committed.' },
  'judge-uncalibrated': {
    kind: 'network',
    hint: 'Run `promptlane eval calibrate`, and commit what it keeps; or let the gate ask nothing of this judge.',
  },
  'price-unknown': {
    kind: 'usage',
    hint: 'Give the price of the model in the config (`models.prices`), or run without `--max-cost`.',
  },
  'max-cost-reached': {
    kind: 'network',
    hint: 'Raise `--max-cost`, or ask fewer cases with `sample`; answers that came are in the cache.',
  },
  'registry-unreachable': { kind: 'network', hint: 'Check the registry address and your connection.' },
  'registry-broken': { kind: 'network', hint: 'The answer does not follow the protocol; compare `promptlane --version` on both sides.' },
  'id-token-unavailable': {
    kind: 'network',
    hint: 'Give the job `permissions: { id-token: write }`; when it has them, GitHub is in trouble: run the job again.',
  },
  'forge-unreachable': {
    kind: 'network',
    hint: 'Check the connection of the runner, and https://www.githubstatus.com; then run the job again.',
  },
  'issuer-unreachable': {
    kind: 'network',
    hint: 'Try again; if it stays so, ask who runs the registry to look at `serve --oidc-issuer` and its log.',
  },
  'rate-limited': { kind: 'network', hint: 'Too many requests; wait for the time in Retry-After and try again.' },
  'lease-lost': { kind: 'conflict', hint: 'Another worker has the job by now; what it finds counts.' },
  'remote-run-failed': { kind: 'network', hint: 'The log of the worker says more; `promptlane worker` needs the keys of the providers.' },
  'suite-not-remote': { kind: 'usage', hint: 'Run it without `--remote`; docs/remote-evals.md says what workers cannot do.' },
  'server-failed': { kind: 'network', hint: 'The log of the server tells the cause under the request id.' },
  'idempotency-key-reused': { kind: 'usage', hint: 'Make a new key for each request, for example a random UUID.' },
  'request-running': { kind: 'conflict', hint: 'Wait a moment, then send the same request with the same key again.' },
  'reply-lost': { kind: 'conflict', hint: 'Look at what is there now before you ask for anything again.' },
  'server-stopping': { kind: 'network', hint: 'The server is being stopped; another one, or the next, answers.' },
  'key-mismatch': {
    kind: 'usage',
    hint: 'Copy the keys of the data folder from a server that runs on this database, or from its backup; then start again.',
  },
  'secret-in-content': {
    kind: 'validation',
    hint: 'Take it out, and revoke it where it was ever stored. One that is harmless: `promptlane push --accept-secrets REASON`, or a comment `promptlane:ignore secret-found REASON` in the file.',
  },
  'secret-unreadable': {
    kind: 'usage',
    hint: 'Give the registry the master key that it had: PROMPTLANE_MASTER_KEY, or `master.key` of its data folder.',
  },
  'address-refused': {
    kind: 'access',
    hint: 'A webhook goes to a public address over HTTPS; who runs the registry allows others with `serve --allow-private-webhooks`.',
  },
  'body-too-large': { kind: 'usage', hint: 'Send less at once.' },
  'environment-in-use': { kind: 'conflict', hint: 'Apply an empty set of pins with `--prune` to it first; its history stays.' },
  'database-unreachable': {
    kind: 'network',
    hint: 'Check that the database runs, its address and the network between; the registry goes on when it is back.',
  },
  'database-busy': { kind: 'network', hint: 'Others write, or something holds a lock for long; try again.' },
  'database-full': {
    kind: 'network',
    hint: 'Make room on the disk of the database; what was acknowledged is kept, and nothing else was written.',
  },
  'database-refused': { kind: 'usage', hint: 'Check the user, the password and the name of the database; the user must own its tables.' },
  'database-foreign': { kind: 'usage', hint: 'Give an empty database, or one that promptlane made.' },
  'database-damaged': {
    kind: 'drift',
    hint: 'Keep the file as it is, and restore the newest backup that `promptlane db check` finds whole.',
  },
  'database-empty': {
    kind: 'usage',
    hint: 'Name the data folder with `--data`, or the database with `--database`; `promptlane serve` makes a registry.',
  },
  'backup-invalid': { kind: 'validation', hint: 'Take another backup: nothing of this one was restored.' },
  'restore-refused': { kind: 'conflict', hint: 'Restore into an empty database, or replace all that is there with `--force`.' },
  'database-outdated': { kind: 'usage', hint: 'Run `promptlane db migrate`, or start the registry once; take a backup before.' },
  'database-newer': { kind: 'usage', hint: 'This database was written by a newer promptlane; update this one.' },
  interrupted: { kind: 'interrupted', hint: 'Answers that came are kept: run the same command again to go on.' },
  'format-unknown': { kind: 'usage', hint: 'Name the format with `--from`; `promptlane import --help` lists them.' },
  'import-refused': { kind: 'validation', hint: 'Change it in the file named above, then import again.' },
  'import-clash': { kind: 'conflict', hint: 'Rename one of the two, or import into a folder of its own with `--out`.' },
  'export-refused': { kind: 'validation', hint: 'Write the prompt without it, or export to a format that has it.' },
  'port-taken': { kind: 'usage', hint: 'Another process listens there; choose another with `--port`.' },
} as const satisfies Record<string, { kind: FailureKind; hint: string }>;

export type FailureCode = keyof typeof FAILURES;

/** Where in the user's files a failure or finding points: a file, and a 1-based line and column. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * A failure we expect and can explain.
 *
 * Anything else that is thrown is a defect and keeps its stack.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly code: FailureCode;
  readonly hint: string;
  readonly where: Place | undefined;
  /** What the failure is about, as data for `--json` and problem+json (for example the refusals of a policy). */
  readonly details: unknown;

  constructor(code: FailureCode, message: string, options: { hint?: string; where?: Place; cause?: unknown; details?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? FAILURES[code].hint;
    this.where = options.where;
    this.details = options.details;
  }
}
