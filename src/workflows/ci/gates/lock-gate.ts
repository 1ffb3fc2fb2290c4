import { shortDigest } from '../../../base/digest.ts';
import { FAILURES, Failure } from '../../../base/failure.ts';
import { counted } from '../../../base/text/counted.ts';
import type { EnvironmentName } from '../../../release/environment.ts';
import type { Move } from '../../../release/plan.ts';
import { type LockDependencies, lock } from '../../release/lock.ts';
import type { CiDocument, CiFinding } from '../document/ci-document.ts';
import { type GateResult, resultOf, skipped } from '../gate-result.ts';
import { failureFinding, UNREADABLE_LOCKFILE } from '../judge.ts';

/** Whether the lockfile pins what the tree holds, as `lock --check` says. */
export async function lockGate(environment: EnvironmentName, dependencies: LockDependencies, prefix: string): Promise<GateResult> {
  try {
    const { lockfile, file, moves, prompts } = await lock({ environment, mode: 'check' }, dependencies);
    if (lockfile !== 'outdated') {
      return resultOf('lock', `${file} pins ${counted(prompts, 'prompt')} in ${environment}.`, [], { lock: 'current' });
    }
    const isMissing = (await dependencies.lockfile.readTexts()).size === 0;
    if (isMissing && prompts === 0) return skipped('lock', 'There is no prompt to lock.');
    const findings =
      moves.length > 0 ? moves.map((move) => moveFinding(move, environment, `${prefix}${file}`)) : [textFinding(`${prefix}${file}`)];
    const summary = isMissing ? `There is no ${file}.` : `${file} is out of date: ${counted(moves.length, 'pin')}.`;
    return resultOf('lock', summary, findings, { lock: isMissing ? 'missing' : 'outdated' });
  } catch (error) {
    // A lockfile that cannot be read is a verdict about the lockfile, not trouble of the machine.
    if (!(error instanceof Failure) || !UNREADABLE_LOCKFILE.includes(error.code)) throw error;
    const finding = failureFinding('lock', error, prefix);
    const facts: { lock: CiDocument['lock'] & string } = { lock: 'invalid' };
    return { ...resultOf('lock', error.message, [finding], facts), ending: FAILURES[error.code].kind };
  }
}

const HINT = 'Run `promptlane lock` and commit the lockfile.';

function moveFinding({ prompt, from, to }: Move, environment: EnvironmentName, file: string): CiFinding {
  const is = to === undefined ? 'is no longer in the tree' : `is ${shortDigest(to)} in the tree`;
  const pinned = from === undefined ? 'not pinned' : `${shortDigest(from)}`;
  const message = `${prompt} ${is} and ${pinned} in ${environment}.`;
  return { gate: 'lock', rule: 'lockfile-outdated', severity: 'error', message, hint: HINT, subject: prompt, place: startOf(file) };
}

function textFinding(file: string): CiFinding {
  const message = `${file} names other texts than the tree has; no pin differs.`;
  return { gate: 'lock', rule: 'lockfile-outdated', severity: 'error', message, hint: HINT, place: startOf(file) };
}

function startOf(file: string): NonNullable<CiFinding['place']> {
  return { file, line: 1, column: 1, endLine: 1, endColumn: 1 };
}
