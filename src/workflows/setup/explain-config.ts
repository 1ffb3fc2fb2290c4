import { relative } from 'node:path';
import { Failure } from '../../base/failure.ts';
import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import { didYouMean } from '../../base/text/suggest.ts';
import { withoutKeys } from '../../models/secrets.ts';
import { readYaml } from '../../prompt/document/safe-yaml.ts';
import type { Config } from '../../workspace/config/config.ts';
import { configJsonSchema } from '../../workspace/config/config-json-schema.ts';
import { findConfig } from '../../workspace/config/find-config.ts';
import type { Workspace } from '../../workspace/config/workspace.ts';
import { type Overrides, overriddenSettings } from './overridden-settings.ts';
import type { Setting } from './setting.ts';

export interface ConfigExplanation {
  /** The config file, relative to the workspace; absent when only defaults hold. */
  readonly file?: string;
  readonly settings: readonly Setting[];
}

/**
 * Every setting with its value, where that comes from and what it means; with a key, it and what lies below.
 *
 * @throws Failure `usage-invalid` for a key that is no setting.
 */
export async function explainConfig(key: string | undefined, workspace: Workspace, overrides: Overrides): Promise<ConfigExplanation> {
  const written = await writtenConfig(workspace);
  const settings = byGroup([...settingsBelow(configJsonSchema() as JsonObject, [], effectiveConfig(workspace.config), written), ...LATER]);
  const known = overriddenSettings(settings, overrides).map(masked);
  const file = workspace.configFile === undefined ? {} : { file: relative(workspace.root, workspace.configFile) };
  if (key === undefined) return { ...file, settings: known.filter(isToldUnasked) };
  const asked = known.filter((setting) => setting.key === key || setting.key.startsWith(`${key}.`));
  if (asked.length > 0) return { ...file, settings: asked };
  throw new Failure('usage-invalid', `There is no setting "${key}".${didYouMean(key, namesOf(known))}`, {
    hint: 'List them with `promptlane config explain`.',
  });
}

/** Settings of one mapping together, mappings in the order of their first. */
function byGroup(settings: readonly Setting[]): Setting[] {
  const groups = [...new Set(settings.map(groupOf))];
  return settings.toSorted((left, right) => groups.indexOf(groupOf(left)) - groups.indexOf(groupOf(right)));
}

function groupOf({ key }: Setting): string {
  return key.split('.')[0] ?? '';
}

/** What no file may say: it belongs to a person or a machine. */
const LATER: readonly Setting[] = [
  { key: 'registry.token', value: null, source: { kind: 'default' }, about: 'What signs in to the registry. Never in the file.' },
  { key: 'registry.apiKey', value: null, source: { kind: 'default' }, about: 'What signs in to a LangWatch project. Never in the file.' },
  {
    key: 'registry.hosts',
    value: null,
    source: { kind: 'default' },
    about: 'Hosts, parted by commas, that the file may have the token sent to, over HTTPS. Never in the file.',
  },
  {
    key: 'models.keyHosts',
    value: null,
    source: { kind: 'default' },
    about: 'Hosts, parted by commas, that the file may have keys sent to besides their own. Never in the file.',
  },
];

/** What is written in the config file, and where. */
interface Written {
  lineOf(path: readonly string[]): { readonly file: string; readonly line: number } | undefined;
}

async function writtenConfig({ root, gitRoot }: Workspace): Promise<Written> {
  const found = await findConfig(root, gitRoot);
  if (found === undefined) return { lineOf: () => undefined };
  const file = relative(root, found.file);
  const yaml = readYaml({ file, text: found.text });
  return {
    lineOf(path) {
      const place = found.member === undefined ? path : [found.member, ...path];
      return hasPath(yaml.value, place) ? { file, line: yaml.locateKey(place).line } : undefined;
    },
  };
}

function hasPath(value: Json | undefined, path: readonly string[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return value !== undefined;
  return isJsonObject(value) && Object.hasOwn(value, step) && hasPath(value[step], rest);
}

/** The config in the shape of its file. */
function effectiveConfig({ environments, models, breaking, ...rest }: Config): JsonObject {
  const config = {
    ...rest,
    environments: Object.fromEntries(environments.map(({ name, policy }) => [name, policy])),
    models: { ...models, providers: Object.fromEntries(models.providers), prices: Object.fromEntries(models.prices) },
    breaking: { ...breaking, environments: Object.fromEntries(breaking.environments) },
  };
  return JSON.parse(JSON.stringify(config)) as JsonObject;
}

function settingsBelow(declaredAs: JsonObject, path: readonly string[], value: Json | undefined, written: Written): Setting[] {
  const schema = mappingOf(declaredAs);
  const entries = isJsonObject(value) ? value : {};
  const declared = isJsonObject(schema.properties) ? schema.properties : {};
  const others = isJsonObject(schema.additionalProperties) ? schema.additionalProperties : {};
  const names = [...new Set([...Object.keys(declared), ...Object.keys(entries)])].filter((name) => name !== '$schema');
  const isMapping = schema.type === 'object' && names.length > 0;
  if (!isMapping) return [settingAt(schema, path, value, written)];
  const below = names.flatMap((name) => {
    const member = declared[name] ?? others;
    return settingsBelow(isJsonObject(member) ? member : {}, [...path, name], entries[name], written);
  });
  // An entry of a map that sets nothing is there all the same.
  const saysNothing = path.length > 1 && value !== undefined && below.every((setting) => setting.value === null);
  return saysNothing ? [settingAt(schema, path, value, written), ...below] : below;
}

/** `anyOf: [mapping, null]` is how the schema says that a mapping may be left empty. */
function mappingOf(schema: JsonObject): JsonObject {
  const mapping = Array.isArray(schema.anyOf) ? schema.anyOf.find((member) => isJsonObject(member) && member.type === 'object') : undefined;
  return isJsonObject(mapping) ? { ...schema, ...mapping } : schema;
}

function settingAt(schema: JsonObject, path: readonly string[], value: Json | undefined, written: Written): Setting {
  const place = written.lineOf(path);
  return {
    key: path.join('.'),
    value: value ?? null,
    source: place === undefined ? { kind: 'default' } : { kind: 'file', ...place },
    about: typeof schema.description === 'string' ? schema.description : '',
  };
}

/** There are dozens of rules; those that hold by default are told when asked for. */
function isToldUnasked({ key, value }: Setting): boolean {
  return value !== null || key.split('.').length <= 2;
}

/** A key that somebody wrote where none belongs must not be read off a screen. */
function masked(setting: Setting): Setting {
  return { ...setting, value: JSON.parse(withoutKeys(JSON.stringify(setting.value))) as Json };
}

/** All keys, and the keys above them. */
function namesOf(settings: readonly Setting[]): Set<string> {
  return new Set(settings.flatMap(({ key }) => key.split('.').map((_, index, steps) => steps.slice(0, index + 1).join('.'))));
}
