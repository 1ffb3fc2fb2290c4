import { placeOf } from '../../base/diagnostic.ts';
import { isDigest } from '../../base/digest.ts';
import { Failure, type Place } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { readYaml, type YamlDocument } from '../../prompt/document/safe-yaml.ts';
import { limitsOf } from '../../prompt/document/yaml/limits.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import { isEnvironmentName } from '../environment.ts';
import { isBlobId, type LockedContent, type LockedPrompt, type Lockfile } from './lockfile.ts';
import { readWrittenText } from './read-written-text.ts';

/** The text of a lockfile with its place below the root of the workspace. */
export interface LockfileSource {
  readonly file: string;
  readonly text: string;
}

/** Thousands of prompts in several environments; a hand-written file never comes near. */
const MAX_LOCKFILE_BYTES = 64 * 1_048_576;

/**
 * Reads a lockfile. Strict to the last key: a pin that is misread serves the wrong prompt.
 *
 * @throws Failure `lockfile-invalid` or `lockfile-conflicted`, with line and column.
 */
export function parseLockfile(source: LockfileSource): Lockfile {
  return readWrittenText(source.text) ?? readLockfileYaml(source);
}

/** Reads any YAML that says what a lockfile says: one that was merged, reformatted or checked out with CRLF. */
export function readLockfileYaml(source: LockfileSource): Lockfile {
  refuseConflictMarkers(source);
  const yaml = readYaml(source, limitsOf(MAX_LOCKFILE_BYTES));
  const [broken] = yaml.diagnostics;
  if (broken !== undefined) throw invalid(broken.message, placeOf(broken));
  return readLockfile({ yaml, file: source.file, path: [], value: yaml.value });
}

const MARKER = /^(?:<{7,}|\|{7,}|={7,}|>{7,})(?=[ \r\n]|$)/m;

/** True for a text that a merge left markers in. */
export function hasConflictMarkers(text: string): boolean {
  return MARKER.test(text);
}

/** @throws Failure `lockfile-conflicted` at the first conflict marker of a merge. */
export function refuseConflictMarkers({ file, text }: LockfileSource): void {
  const marker = MARKER.exec(text);
  if (marker === null) return;
  const line = text.slice(0, marker.index).split('\n').length;
  throw new Failure('lockfile-conflicted', `${file} has conflict markers of a merge.`, { where: { file, line, column: 1 } });
}

/** A value of the lockfile with its place in it. */
interface Entry {
  readonly yaml: YamlDocument;
  readonly file: string;
  readonly path: readonly string[];
  readonly value: Json | undefined;
}

function readLockfile(root: Entry): Lockfile {
  if (root.value === null) throw invalid('The lockfile is empty.', placeIn(root));
  const { lockfileVersion } = mappingIn(root);
  if (lockfileVersion !== 1) throw invalid(versionMessage(lockfileVersion), placeIn(memberOf(root, 'lockfileVersion')));
  refuseUnknownKeys(root, ['lockfileVersion', 'environments']);
  return { environments: readMap(memberOf(root, 'environments'), 'an environment', isEnvironmentName, readPins) };
}

function versionMessage(version: Json | undefined): string {
  if (version === undefined) return '"lockfileVersion" is missing.';
  if (typeof version === 'number' && version > 1)
    return `This is a lockfile of version ${version}, written by a newer promptlane; this one reads version 1. Update promptlane.`;
  return '"lockfileVersion" must be 1.';
}

function readPins(environment: Entry): ReadonlyMap<PromptId, LockedPrompt> {
  return readMap(environment, 'a prompt id', isPromptId, (prompt) => {
    refuseUnknownKeys(prompt, ['digest', 'blob', 'uses']);
    const { uses } = mappingIn(prompt);
    return {
      ...readContent(prompt),
      uses: uses === undefined ? new Map() : readMap(memberOf(prompt, 'uses'), 'an id', isPromptId, readUse),
    };
  });
}

function readUse(content: Entry): LockedContent {
  refuseUnknownKeys(content, ['digest', 'blob']);
  return readContent(content);
}

function readContent(entry: Entry): LockedContent {
  const { digest, blob } = mappingIn(entry);
  if (!isDigest(digest)) throw invalid(`"digest" must be sha256: and 64 hex digits.`, placeIn(memberOf(entry, 'digest')));
  if (!isBlobId(blob)) throw invalid(`"blob" must be a git blob id: 40 or 64 hex digits.`, placeIn(memberOf(entry, 'blob')));
  return { digest, blob };
}

function readMap<Name extends string, Value>(
  entry: Entry,
  noun: string,
  isName: (text: string) => text is Name,
  read: (member: Entry) => Value,
): ReadonlyMap<Name, Value> {
  const members = Object.keys(mappingIn(entry)).map((name): [Name, Value] => {
    if (!isName(name)) throw invalid(`"${name}" is not ${noun}.`, keyPlaceIn(entry, name));
    return [name, read(memberOf(entry, name))];
  });
  return new Map(members);
}

function refuseUnknownKeys(entry: Entry, known: readonly string[]): void {
  const unknown = Object.keys(mappingIn(entry)).find((key) => !known.includes(key));
  if (unknown !== undefined) throw invalid(`Unknown key "${unknown}".${didYouMean(unknown, known)}`, keyPlaceIn(entry, unknown));
}

function mappingIn(entry: Entry): JsonObject {
  if (isJsonObject(entry.value)) return entry.value;
  const name = entry.path.at(-1);
  throw invalid(`${name === undefined ? 'The lockfile' : `"${name}"`} must be a mapping.`, placeIn(entry));
}

function memberOf(entry: Entry, name: string): Entry {
  const mapping = mappingIn(entry);
  return { ...entry, path: [...entry.path, name], value: Object.hasOwn(mapping, name) ? mapping[name] : undefined };
}

function placeIn({ yaml, file, path }: Entry): Place {
  const { line, column } = yaml.locate(path);
  return { file, line, column };
}

function keyPlaceIn({ yaml, file, path }: Entry, key: string): Place {
  const { line, column } = yaml.locateKey([...path, key]);
  return { file, line, column };
}

function invalid(message: string, where: Place): Failure {
  return new Failure('lockfile-invalid', message, { where });
}
