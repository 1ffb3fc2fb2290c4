import { Failure } from '../base/failure.ts';
import type { Json } from '../base/json/canonical-json.ts';
import { type Bundle, readBundle } from '../release/bundle/bundle.ts';
import type { PromptlaneOptions, Settings } from './options.ts';
import type { Platform } from './platform.ts';

/**
 * The bundle of the options, checked: contents by digest, the environment by name, the signature by key where one is given.
 *
 * @throws Failure `bundle-invalid`, `file-unreadable`
 */
export async function shippedBundle(options: PromptlaneOptions, settings: Settings, platform: Platform): Promise<Bundle | undefined> {
  if (options.bundle === undefined) return undefined;
  const { document, signature } = await documentOf(options.bundle, options.bundleSignature, platform);
  if (options.bundleKey !== undefined) {
    // Curves are the largest part of the client, and most bundles are not signed.
    const { requireSignature } = await import('./bundle-signature.ts');
    requireSignature(document, signature, options.bundleKey);
  }
  const bundle = readBundle(document);
  if (bundle.environment === settings.environment) return bundle;
  throw new Failure('bundle-invalid', `The bundle is of ${bundle.environment}, and this client serves ${settings.environment}.`, {
    hint: `Make it with \`promptlane bundle --env ${settings.environment}\`.`,
  });
}

async function documentOf(bundle: string | object, signature: object | undefined, { readBundleFile }: Platform) {
  if (typeof bundle !== 'string') return { document: bundle as Json, signature: signature as Json | undefined };
  if (readBundleFile !== undefined) return readBundleFile(bundle);
  throw new Failure('usage-invalid', 'A bundle cannot be read from a file on this platform.', {
    hint: 'Import its JSON and give that: `import bundle from "./prompts.bundle.json"`.',
  });
}
