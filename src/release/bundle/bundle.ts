import { type Digest, isDigest, sha256Hex } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { canonicalJson, isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { isPromptId, type PromptId } from '../../prompt/prompt.ts';
import { type EnvironmentName, isEnvironmentName, type Pins } from '../environment.ts';

/** The first thing that a bundle says of itself. */
const BUNDLE_SCHEMA = 'promptlane/bundle/v1';
/** What a signature says that it is about, so that one of something else is none of a bundle. */
export const BUNDLE_TYPE = 'application/vnd.promptlane.bundle+json';

/**
 * What an environment pins, with every content: enough to render without Git and without a network.
 *
 * It has no revision: any state of the registry goes before it.
 */
export interface Bundle {
  readonly environment: EnvironmentName;
  readonly pins: Pins;
  /** Canonical JSON of each content, as a text: whoever checks it hashes its bytes, and needs no other rule. */
  readonly contents: ReadonlyMap<Digest, string>;
}

/** A bundle as the text that is stored and signed: canonical JSON, so that equal bundles are equal bytes. */
export function bundleText({ environment, pins, contents }: Bundle): string {
  return canonicalJson({
    schema: BUNDLE_SCHEMA,
    environment,
    pins: Object.fromEntries(pins),
    contents: Object.fromEntries(contents),
  });
}

/** Reads a bundle and checks every content against its digest. @throws Failure `bundle-invalid` */
export function readBundle(document: Json | undefined): Bundle {
  if (!isJsonObject(document) || document.schema !== BUNDLE_SCHEMA) {
    throw invalid(`It is no JSON object with \`"schema": "${BUNDLE_SCHEMA}"\`.`);
  }
  const { environment } = document;
  if (typeof environment !== 'string' || !isEnvironmentName(environment)) throw invalid('It names no environment.');
  const contents = new Map(membersOf(document, 'contents').map(readContent));
  const pins = new Map(membersOf(document, 'pins').map((pin) => readPin(pin, contents)));
  return { environment, pins, contents };
}

function membersOf(document: JsonObject, name: string): [string, Json][] {
  const members = document[name];
  if (!isJsonObject(members)) throw invalid(`Its \`${name}\` are no object.`);
  return Object.entries(members);
}

function readContent([digest, text]: [string, Json]): [Digest, string] {
  if (isDigest(digest) && typeof text === 'string' && `sha256:${sha256Hex(text)}` === digest) return [digest, text];
  throw invalid(`The content of ${digest} is another one.`);
}

function readPin([prompt, digest]: [string, Json], contents: ReadonlyMap<Digest, string>): [PromptId, Digest] {
  if (isPromptId(prompt) && isDigest(digest) && contents.has(digest)) return [prompt, digest];
  throw invalid(`The version that it pins of ${prompt} is not in it.`);
}

function invalid(why: string): Failure {
  return new Failure('bundle-invalid', `The bundle cannot be used. ${why}`);
}
