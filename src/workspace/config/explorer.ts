import type { Options, PublicExplorer } from 'cosmiconfig';
import * as cosmiconfig from 'cosmiconfig/dist/Explorer.js';

/**
 * Cosmiconfig's search without its public entry. That one first looks for settings of its own in
 * the working directory and runs a `.config/config.js` that it finds there; a hook or the CI of a
 * fork must never run code of the repository.
 *
 * Imported here by name, and this file dynamically: a dynamic import of a CommonJS file has no names once it is bundled.
 */
export const { Explorer } = cosmiconfig as unknown as { Explorer: new (options: Partial<Options>) => PublicExplorer };
