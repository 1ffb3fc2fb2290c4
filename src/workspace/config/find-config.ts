import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PublicExplorer } from 'cosmiconfig';
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

const FIRST_PLACE = 'promptlane.config.yaml';
const PACKAGE = 'package.json';
/** A package.json without these characters has no member of ours. */
const MEMBER = '"promptlane"';
const SEARCH_PLACES = [FIRST_PLACE, 'promptlane.config.yml', 'promptlane.config.json', '.promptlanerc', PACKAGE];

/**
 * The config that governs a folder: the nearest one, from the folder up to `top`.
 *
 * Data only: the loaders hand the text over, and parsing it is not their business.
 */
export async function findConfig(folder: string, top: string): Promise<FoundConfig | undefined> {
  for (const candidate of foldersUpTo(folder, top)) {
    const plain = plainConfig(candidate);
    if (plain) return plain;
    if (!mayHoldConfig(candidate)) continue;
    const found = await (await dataExplorer()).search(candidate);
    if (found === null) continue;
    return found.isEmpty === true ? { file: found.filepath, text: '' } : (found.config as FoundConfig);
  }
  return undefined;
}

/**
 * What a search would find first, when that is a regular file with something in it: nearly every project has one,
 * and loading the search takes longer than checking ten prompts.
 */
function plainConfig(folder: string): FoundConfig | undefined {
  const file = join(folder, FIRST_PLACE);
  try {
    const text = lstatSync(file).isFile() ? readFileSync(file, 'utf8') : '';
    return text.trim() === '' ? undefined : { file, text };
  } catch {
    // Whatever is wrong with it, the search says it in its own words.
    return undefined;
  }
}

/** Most folders on the way up have none of the places, or a package.json that does not speak of us. */
function mayHoldConfig(folder: string): boolean {
  return SEARCH_PLACES.some((place) => existsSync(join(folder, place)) && (place !== PACKAGE || speaksOfUs(join(folder, place))));
}

function speaksOfUs(packageFile: string): boolean {
  try {
    return readFileSync(packageFile, 'utf8').includes(MEMBER);
  } catch {
    return true;
  }
}

async function dataExplorer(): Promise<PublicExplorer> {
  const { Explorer } = await import('./explorer.ts');
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
  if (!file.endsWith(PACKAGE)) return { file, text };
  return text.includes(MEMBER) && hasMember(text) ? { promptlane: { file, text, member: 'promptlane' } } : {};
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
