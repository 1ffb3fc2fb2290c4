import type { Digest } from '../../../base/digest.ts';
import { Failure } from '../../../base/failure.ts';
import { versionContents } from '../../../prompt/digest/version-contents.ts';
import type { PromptId } from '../../../prompt/prompt.ts';
import { bundleText } from '../../../release/bundle/bundle.ts';
import type { EnvironmentName, Pins } from '../../../release/environment.ts';
import { writeFileAtomically } from '../../../workspace/files/write-file-atomically.ts';
import { requireVersion, type VersionSource } from '../../versions/version-source.ts';
import { readBundleKey, signatureOf } from './sign-bundle.ts';

export interface BundleRequest {
  readonly environment: EnvironmentName;
  /** Where it belongs, absolute. */
  readonly file: string;
  /** A private Ed25519 key in PEM, absolute; with it a signature is written beside the bundle. */
  readonly keyFile?: string;
}

export interface BundleOutcome {
  readonly environment: EnvironmentName;
  readonly prompts: number;
  readonly contents: number;
  readonly bytes: number;
  /** Id of the key that signed. */
  readonly signedBy?: Digest;
}

export interface BundleDependencies {
  readonly pins: Pins;
  readonly versions: VersionSource;
}

/**
 * Writes what an environment pins, with every content, into one file for applications to ship.
 *
 * @throws Failure `usage-invalid` when nothing is pinned there, `source-missing`, `file-unwritable`, `file-unreadable` for the key
 */
export async function writeBundle(request: BundleRequest, { pins, versions }: BundleDependencies): Promise<BundleOutcome> {
  const { environment, file, keyFile } = request;
  if (pins.size === 0) {
    throw new Failure('usage-invalid', `promptlane.lock pins nothing in ${environment}.`, {
      hint: 'Promote prompts to it first, or adopt what the registry serves with `promptlane pull`.',
    });
  }
  // Before anything is written: a key that cannot sign leaves no unsigned bundle behind.
  const key = keyFile === undefined ? undefined : await readBundleKey(keyFile);
  const contents = await contentsOf(pins, versions);
  const text = bundleText({ environment, pins, contents });
  const signature = key && signatureOf(text, key);
  // The signature first: a crash in between leaves a pair that is refused, never a new bundle with the signature of none.
  if (signature !== undefined) await writeFileAtomically(`${file}.sig`, `${JSON.stringify(signature, null, 2)}\n`);
  await writeFileAtomically(file, `${text}\n`);
  const sizes = { prompts: pins.size, contents: contents.size, bytes: new TextEncoder().encode(text).length + 1 };
  return { environment, ...sizes, ...(signature !== undefined && { signedBy: signature.keyid }) };
}

async function contentsOf(pins: Pins, versions: VersionSource): Promise<Map<Digest, string>> {
  const loaded = await Promise.all(
    [...pins].map(([id, digest]: [PromptId, Digest]) =>
      requireVersion({ id, revision: { kind: 'digest', prefix: digest.slice(7) } }, digest, versions),
    ),
  );
  return new Map(loaded.flatMap((version) => [...versionContents(version)]));
}
