/** The client for Node and Bun: the same, with bundles and a cache on disk. */
import { createHash } from 'node:crypto';
import { type HashText, provideHash } from '../../base/hash.ts';
import type { PromptlaneOptions } from '../options.ts';
import type { AnyPrompts, PromptTypes } from '../prompt/prompt-types.ts';
import { Promptlane as PortablePromptlane } from '../promptlane.ts';
import { readBundleFile } from './bundle-file.ts';
import { diskStore } from './disk-store.ts';

export * from '../index.ts';

const hash: HashText = (algorithm, text) => createHash(algorithm).update(text, 'utf8').digest('hex');
provideHash(hash, () => {
  const running = createHash('sha256');
  return { add: (text) => void running.update(text, 'utf8'), end: () => running.digest('hex') };
});

/** Serves the prompts of one environment: what the registry pins there, without a redeploy, and with or without the registry. */
export class Promptlane<Prompts extends PromptTypes<Prompts> = AnyPrompts> extends PortablePromptlane<Prompts> {
  constructor(options: PromptlaneOptions) {
    super(options, { openStore: diskStore, readBundleFile });
  }
}
