import type { ChalkInstance } from 'chalk';
import { shortDigest } from '../../../base/digest.ts';
import { counted } from '../../../base/text/counted.ts';
import { printable } from '../../../base/text/printable.ts';
import type { BundleOutcome } from '../../../workflows/release/bundle/write-bundle.ts';
import { jsonDocument } from '../../json.ts';

/** Renders what was written, and by whose key it was signed. */
export function bundleText({ environment, prompts, bytes, signedBy }: BundleOutcome, file: string, color: ChalkInstance): string {
  const shown = printable(file);
  const headline = `${color.green('✓')} Wrote ${shown}: ${counted(prompts, 'prompt')} of ${environment}, ${sizeText(bytes)}.`;
  if (signedBy === undefined) return headline;
  return `${headline}\n${color.green('✓')} Wrote ${shown}.sig, by the key ${shortDigest(signedBy)}.`;
}

export function bundleJson(outcome: BundleOutcome, file: string): string {
  return jsonDocument('promptlane/bundle-outcome/v1', { file, ...outcome });
}

function sizeText(bytes: number): string {
  return bytes < 1000 ? `${bytes} bytes` : bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
