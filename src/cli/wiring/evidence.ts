import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { DsseEnvelope } from '../../access/evidence/dsse-envelope.ts';
import type { SigningKey } from '../../access/signing/signing-key.ts';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { printable } from '../../base/text/printable.ts';
import { listKeys } from '../../protocol/audit.ts';
import { envelopeSchema } from '../../protocol/evidence.ts';
import type { AcceptedSuite } from '../../registry/areas/evidence.ts';
import type { Evaluated } from '../../workflows/evaluation/evaluate.ts';
import { allEvaluations } from '../../workflows/evaluation/select-evaluations.ts';
import { acceptSuiteOfTree } from '../../workflows/evidence/accept-suite.ts';
import { storeNamedSuites } from '../../workflows/evidence/store-named-suites.ts';
import { type UploadedEvaluation, uploadEvaluations } from '../../workflows/evidence/upload-evaluations.ts';
import { type EvidenceVerification, verifyEvidence } from '../../workflows/evidence/verify-evidence.ts';
import { requireValid } from '../../workflows/versions/tree.ts';
import type { CliContext } from '../context.ts';
import { saidText } from '../program/flag-values.ts';
import { openSession, type Session } from '../session/session.ts';
import { openStoredDatasets } from './stored-datasets.ts';

/** Uploads evaluations that were run now. */
export async function uploadEvaluated(evaluated: readonly Evaluated[], session: Session): Promise<UploadedEvaluation[]> {
  const commit = (await (await session.git())?.headInfo())?.commit;
  return uploadEvaluations(evaluated, { registry: await session.registry(), ...(commit !== undefined && { commit }) });
}

const EVIDENCE_ID = /^(?:sha256:)?[0-9a-f]{6,64}$/;

/** An id of evidence, or the first digits of one. @throws Failure `reference-invalid` */
export function requireEvidenceId(text: string): string {
  if (EVIDENCE_ID.test(text)) return text;
  throw new Failure('reference-invalid', `"${text}" is no id of evidence.`, {
    hint: 'Give at least six digits of it; `promptlane evidence ls` shows twelve.',
  });
}

/** What the flags of `evidence trust` say. @throws Failure `usage-invalid` when they say nothing, or both */
export function trustedBranch({ branch, repository, none }: { branch?: string; repository?: string; none: boolean }): {
  branch?: string;
  repository?: string;
} {
  if (none !== (branch === undefined)) throw new Failure('usage-invalid', 'Give either `--branch` or `--none`.');
  if (branch === undefined) return {};
  return { branch: saidText('--branch', branch, 'Name the branch.'), ...(repository !== undefined && { repository }) };
}

/** Verifies an envelope in a file, or one of the registry, by the keys in a file or those of the registry. */
export async function evidenceVerification(
  named: string,
  keysFile: string | undefined,
  context: CliContext,
): Promise<EvidenceVerification> {
  const session = openSession(context);
  const envelope = EVIDENCE_ID.test(named)
    ? (await (await session.registry()).evidenceNamed(named)).envelope
    : await envelopeIn(named, context);
  const keys = keysFile === undefined ? await (await session.registry()).signingKeys() : await keysIn(keysFile, context);
  return verifyEvidence(envelope, keys);
}

async function envelopeIn(file: string, context: CliContext): Promise<DsseEnvelope> {
  const parsed = envelopeSchema.safeParse(await jsonIn(file, context));
  if (parsed.success) return parsed.data;
  throw new Failure('evidence-invalid', `${file} is no DSSE envelope.`);
}

async function keysIn(file: string, context: CliContext): Promise<readonly SigningKey[]> {
  const parsed = listKeys.reply.safeParse(await jsonIn(file, context));
  if (parsed.success) return parsed.data.keys;
  throw new Failure('evidence-invalid', `${file} does not hold keys.`, { hint: 'Save what the registry answers at /v1/keys.' });
}

async function jsonIn(file: string, { globals }: CliContext): Promise<unknown> {
  const text = await readFile(resolve(globals.directory, file), 'utf8').catch((cause: Error) => {
    throw new Failure('file-unreadable', `${file} cannot be read: ${cause.message}.`, { cause });
  });
  return jsonValue(text);
}

/** Stores the suites that policies name. What cannot be stored is told and fails nothing: the pins have moved by now. */
export async function storeSuitesOfPolicies(session: Session, { terminal }: CliContext): Promise<void> {
  try {
    await storeNamedSuites(async () => evaluationsOfTree(session), await session.registry());
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    terminal.note(`${terminal.noteColor.yellow('warning')} The suites that policies name were not stored: ${printable(error.message)}`);
  }
}

async function evaluationsOfTree(session: Session) {
  const { root, config } = await session.workspace();
  const place = { root, stored: openStoredDatasets(session), judgeModel: config.models.default };
  return allEvaluations(requireValid(await session.tree()), place);
}

/** Accepts a suite as the working tree has it. */
export async function acceptOwnSuite(name: string, reason: string | undefined, context: CliContext): Promise<AcceptedSuite[]> {
  const session = openSession(context);
  return acceptSuiteOfTree(name, reason, await evaluationsOfTree(session), await session.registry());
}
