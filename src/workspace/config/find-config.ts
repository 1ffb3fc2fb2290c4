import { dirname } from 'node:path';
import type { Options, PublicExplorer } from 'cosmiconfig';
import * as explorerModule from 'cosmiconfig/dist/Explorer.js';
import { isJsonObject } from '../../base/canonical-json.ts';
import { jsonValue } from '../../base/json-value.ts';

/** A config file as it was found. */
export interface FoundConfig {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
  /** The config is this member of the file, not the whole: package.json. */
  readonly member?: 'promptlane';
}

const SEARCH_PLACES = ['promptlane.config.yaml', 'promptlane.config.yml', 'promptlane.config.json', '.promptlanerc', 'package.json'];

/**
 * The config that governs a folder: the nearest one, from the folder up to `top`.
 *
 * Data only: the loaders hand the text over, and parsing it is not their business.
 */
export async function findConfig(folder: string, top: string): Promise<FoundConfig | undefined> {
  const explorer = dataExplorer();
  for (const candidate of foldersUpTo(folder, top)) {
    const found = await explorer.search(candidate);
    if (found === null) continue;
    return found.isEmpty === true ? { file: found.filepath, text: '' } : (found.config as FoundConfig);
  }
  return undefined;
}

/**
 * Cosmiconfig's search without its public entry. That one first looks for settings of its own in
 * the working directory and runs a `.config/config.js` that it finds there; a hook or the CI of a
 * fork must never run code of the repository.
 */
function dataExplorer(): PublicExplorer {
  // Its types are left out of the package.
  const { Explorer } = explorerModule as unknown as { Explorer: new (options: Partial<Options>) => PublicExplorer };
  return new Explorer({
    searchPlaces: SEARCH_PLACES,
    loaders: { noExt: wholeFile, '.yaml': wholeFile, '.yml': wholeFile, '.json': jsonFile },
    packageProp: 'promptlane',
    searchStrategy: 'none',
    ignoreEmptySearchPlaces: false,
    cache: false,
    transform: (result) => result,
  });
}

function wholeFile(file: string, text: string): FoundConfig {
  return { file, text };
}

/** Cosmiconfig takes the member `promptlane` of what this returns for a package.json: nothing there means no config here. */
function jsonFile(file: string, text: string): FoundConfig | { promptlane?: FoundConfig } {
  if (!file.endsWith('package.json')) return { file, text };
  return text.includes('"promptlane"') && hasMember(text) ? { promptlane: { file, text, member: 'promptlane' } } : {};
}

/** A broken package.json is npm's to report, and holds no config of ours that could be read. */
function hasMember(packageText: string): boolean {
  const parsed = jsonValue(packageText);
  return isJsonObject(parsed) && Object.hasOwn(parsed, 'promptlane');
}

function* foldersUpTo(folder: string, top: string): Generator<string> {
  for (let current = folder; ; current = dirname(current)) {
    yield current;
    if (current === top || current === dirname(current)) return;
  }
}
