/** Something the demo does: tells, edits a file, commits, or runs a command and checks how it ends. */
export type Step =
  | { readonly kind: 'tell'; readonly text: string }
  | { readonly kind: 'edit'; readonly file: string; readonly find: string; readonly replace: string }
  | { readonly kind: 'commit'; readonly message: string }
  /** `exits`: the code that recorded answers lead to; a live model may answer otherwise where `isLive`. */
  | { readonly kind: 'run'; readonly arguments: readonly string[]; readonly exits: number; readonly asksModel?: boolean };

const PROMPT = 'prompts/support/triage.prompt.yaml';
const GOOD = 'Choose "other" only when neither of the first two fits.';
const REGRESSED = 'When you are not sure, choose "other": a person will look at it.';
const MENDED =
  'When you are not sure between two, choose what the customer asks to have mended. Choose "other" only when neither of the first two fits.';

const tell = (text: string): Step => ({ kind: 'tell', text });
const run = (line: string, exits = 0): Step => ({ kind: 'run', arguments: line.split(' '), exits });
const evaluate = (exits: number): Step => ({ kind: 'run', arguments: ['eval', 'triage'], exits, asksModel: true });
const commit = (message: string): Step => ({ kind: 'commit', message });

/** Before the registry runs: a project, checked and locked. */
export const PROJECT: readonly Step[] = [
  tell('A sample project: one prompt, a shared partial, an eval suite with 30 cases.'),
  run('init'),
  run('check'),
  tell('The content of a prompt is its version. Locking pins it, in a file that Git keeps.'),
  run('lock'),
  commit('Add the triage prompt'),
];

/** From the first push to a rollback that stays. */
export const RELEASE: readonly Step[] = [
  tell('The registry gets the versions that it lacks; development moves to them.'),
  run('push'),
  tell('The eval suite answers 30 tickets and judges the gate. There is no baseline yet: only its absolute bounds count.'),
  evaluate(0),
  tell('Step by step to production. Straight to production is refused:'),
  run('promote support/triage --from development --to production', 8),
  run('promote --all --to staging'),
  run('promote --all --to production'),
  commit('Release the triage prompt'),
  tell('Now a well-meant edit.'),
  { kind: 'edit', file: PROMPT, find: GOOD, replace: REGRESSED },
  run('diff support/triage@production'),
  tell('The gate compares it with what production serves, case by case, and blocks it:'),
  evaluate(6),
  tell('The mended prompt passes.'),
  { kind: 'edit', file: PROMPT, find: REGRESSED, replace: MENDED },
  evaluate(0),
  run('lock'),
  run('push'),
  run('promote --all --to staging'),
  run('promote --all --to production'),
  commit('Ask to mend what can be mended'),
  tell('Production misbehaves at night. Rolling back takes effect at once and needs no deploy.'),
  { kind: 'run', arguments: ['rollback', 'support/triage', '--env', 'production', '--reason', 'Refunds go to the wrong queue'], exits: 0 },
  tell('The next CI run applies the lockfile again. It does not undo the rollback:'),
  run('apply production', 8),
  run('status'),
  run('history production --limit 2'),
];
