import { existsSync, lstatSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, extname, join, parse, relative, sep } from 'node:path';
import type { PublicExplorer } from 'cosmiconfig';
import { Failure } from '../../base/failure.ts';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { refuseStrayLink } from '../files/stray-link.ts';

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
 * The config that governs a folder: the nearest one, from the folder up to the top of its repository or the file system.
 *
 * Data only: the loaders hand the text over, and parsing it is not their business.
 * @throws Failure `file-unreadable` for a link to outside of the repository; where there is none, of the config's own folder.
 */
export async function findConfig(folder: string, gitRoot: string | undefined): Promise<FoundConfig | undefined> {
  for (const candidate of foldersUpTo(folder, gitRoot ?? parse(folder).root)) {
    const limit = gitRoot ?? candidate;
    const plain = plainConfig(candidate);
    if (plain) return plain;
    if (!mayHoldConfig(candidate)) continue;
    for (const place of SEARCH_PLACES) refuseStrayLink(limit, join(candidate, place));
    const found = await (await dataExplorer()).search(candidate);
    if (found === null) continue;
    return found.isEmpty === true ? { file: found.filepath, text: '' } : (found.config as FoundConfig);
  }
  return undefined;
}

/** Data, in the order of what people use: a config is never code. */
const DATA = new Set(['.yaml', '.yml', '.json', '']);

/**
 * The config that a person named.
 *
 * @throws Failure `file-unreadable`, and `usage-invalid` for one above `top`, for code, and for a package.json that holds none.
 */
export function namedConfig(path: string, top: string): FoundConfig {
  const { file, text } = readNamed(path);
  if (relative(top, file).split(sep)[0] === '..')
    throw new Failure('usage-invalid', `The config ${path} is outside the repository ${top}.`);
  if (!DATA.has(extname(file))) throw new Failure('usage-invalid', `The config ${path} is no YAML and no JSON.`);
  if (basename(file) !== PACKAGE) return { file, text };
  if (hasMember(text)) return { file, text, member: 'promptlane' };
  throw new Failure('usage-invalid', `${path} has no member "promptlane".`);
}

/** Reads behind links, so that what is outside looks outside. */
function readNamed(path: string): FoundConfig {
  try {
    const file = realpathSync(path);
    return { file, text: readFileSync(file, 'utf8') };
  } catch (cause) {
    throw new Failure('file-unreadable', `The config ${path} cannot be read.`, { cause });
  }
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
