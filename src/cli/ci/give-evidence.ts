import { Failure } from '../../base/failure.ts';
import { printable } from '../../base/text/printable.ts';
import type { Trust } from '../../workflows/ci/trust.ts';
import type { Evaluated } from '../../workflows/evaluation/evaluate.ts';
import type { CliContext } from '../context.ts';
import type { Session } from '../session/session.ts';

/**
 * Uploads an evaluation as evidence where it may count: a registry is configured, the change is no stranger's, and a machine is
 * signed in. What cannot be uploaded is told and fails nothing: the policy that asks for it refuses by itself.
 */
export async function giveEvidence(evaluated: Evaluated, session: Session, { restricted }: Trust, { terminal }: CliContext): Promise<void> {
  if (restricted) return;
  try {
    const registry = await session.registryIfConfigured();
    if (registry === undefined || registry.kind === 'langwatch' || (await registry.whoami()).kind !== 'machine') return;
    const [{ uploadEvaluated }, { uploadedText }] = await Promise.all([
      import('../wiring/evidence.ts'),
      import('../render/registry/evidence.ts'),
    ]);
    terminal.note(uploadedText(await uploadEvaluated([evaluated], session), terminal.noteColor));
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'interrupted') throw error;
    terminal.note(`${terminal.noteColor.yellow('warning')} No evidence was given: ${printable(error.message)}`);
  }
}
