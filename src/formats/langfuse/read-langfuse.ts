import { isJsonObject, type Json, type JsonObject } from '../../base/json/canonical-json.ts';
import type { ValuePath } from '../../prompt/document/yaml/locate.ts';
import { ROLES } from '../../prompt/prompt.ts';
import { present } from '../../prompt/render/provider/request-members.ts';
import { type ForeignDocument, type Members, membersOf, openDocument, requireMapping } from '../foreign-document.ts';
import type { ForeignFile, ForeignTree, Import, ImportedPartial, ImportedPrompt } from '../foreign-format.ts';
import { importedId } from '../imported-id.ts';
import { dialectOf } from '../plain-texts.ts';
import { dropEmpty } from '../text-parts.ts';
import { composedText, includedNames, isComposed } from './composition.ts';
import { chosenEntry, entriesByName, entriesIn, type LangfuseEntry } from './langfuse-entry.ts';
import { mustacheText } from './mustache-text.ts';
import { readConfig } from './read-config.ts';

/** What the server notes for itself. */
const BOOKKEEPING = [
  'id',
  'projectId',
  'createdAt',
  'updatedAt',
  'createdBy',
  'lastUpdatedAt',
  'isActive',
  'isFallback',
  'resolutionGraph',
];

/** Reads prompts as the API and the clients of Langfuse give them: one, or a list. Of several versions one is imported. */
export function readLangfuse(file: ForeignFile, tree: ForeignTree): Import {
  const document = openDocument(file);
  const entries = entriesIn(file);
  if (entries === undefined) return document.refuse([], 'The file holds no prompt of Langfuse: `name`, `type` and `prompt`.');
  const reading: Reading = { document, tree: tree.has(file.path) ? tree : new Map([...tree, [file.path, file.text]]) };
  const included = includedNames(reading.tree);
  const chosen = entries.filter((entry) => isChosen(entry, reading));
  const isPartial = ({ name, value }: LangfuseEntry) => included.has(name) && typeof value.prompt === 'string';
  return {
    prompts: chosen.filter((entry) => !isPartial(entry)).map((entry) => readPromptEntry(entry, reading)),
    partials: chosen.filter(isPartial).map((entry) => readPartialEntry(entry, reading)),
    suites: [],
    losses: document.losses,
  };
}

interface Reading {
  readonly document: ForeignDocument;
  readonly tree: ForeignTree;
}

function isChosen({ file, path, name, version }: LangfuseEntry, { document, tree }: Reading): boolean {
  const chosen = chosenEntry(entriesByName(tree).get(name) ?? []);
  if (chosen === undefined || (chosen.file.path === file.path && chosen.path[0] === path[0])) return true;
  const other = chosen.version === undefined ? 'another one' : `version ${chosen.version}`;
  document.drop(
    [...path, 'prompt'],
    `Version ${version ?? '?'} of "${name}" is not imported: a file holds one version, and ${other} is it.`,
  );
  return false;
}

function readPartialEntry({ path, name, value, file }: LangfuseEntry, reading: Reading): ImportedPartial {
  const { document, tree } = reading;
  const members = openEntry(document, path, value);
  members.take('prompt');
  members.take('tags');
  members.take('config');
  document.change([...path, 'name'], 'Other prompts include its text: it is a partial here, and no prompt of its own any more.');
  const at = [...path, 'prompt'];
  const text = mustacheText(String(value.prompt), document, at);
  const isLiquid = isComposed(text);
  return {
    id: importedId(name),
    from: file.path,
    template: isLiquid ? 'liquid' : (dialectOf([text]) ?? 'liquid'),
    text: isLiquid ? composedText(text, document, at, tree) : text,
  };
}

function readPromptEntry({ path, name, value, file, version, labels }: LangfuseEntry, { document, tree }: Reading): ImportedPrompt {
  const members = openEntry(document, path, value);
  const id = importedId(name);
  const at = [...path, 'prompt'];
  const prompt = members.take('prompt');
  const composed = isComposed(JSON.stringify(prompt));
  const textAt: TextAt = (text, where) => {
    const simple = mustacheText(text, document, where);
    return composed ? composedText(simple, document, where, tree) : simple;
  };
  const config = members.take('config');
  const tags = members.take('tags');
  const metadata = present({ version, labels: labels.length === 0 ? undefined : labels });
  return {
    id,
    from: file.path,
    file: present({
      name: name === id || name === '' ? undefined : name,
      ...(isJsonObject(config) && readConfig(config)),
      template: composed ? undefined : 'simple',
      messages: messagesOf(document, at, prompt, textAt),
      tags: Array.isArray(tags) && tags.length > 0 ? tags : undefined,
      metadata: Object.keys(metadata).length === 0 ? undefined : { langfuse: metadata },
    }),
  };
}

/** Says what becomes of everything about a version that is not its text. */
function openEntry(document: ForeignDocument, path: ValuePath, value: JsonObject): Members {
  const members = membersOf(document, path, value);
  for (const key of ['name', 'type', ...BOOKKEEPING]) members.take(key);
  const [version, labels] = [members.take('version'), members.take('labels')];
  if (version !== undefined)
    document.change([...path, 'version'], 'It is noted under `metadata.langfuse`: the version of a file is its content.');
  if (Array.isArray(labels) && labels.length > 0) {
    document.change([...path, 'labels'], 'They are noted under `metadata.langfuse`: environments say here what is served.');
  }
  if (members.take('commitMessage') !== undefined) document.drop([...path, 'commitMessage'], 'Git keeps the messages of commits.');
  return members;
}

/** A text of Langfuse in the dialect of the whole prompt. */
type TextAt = (text: string, path: ValuePath) => string;

function messagesOf(document: ForeignDocument, path: ValuePath, prompt: Json | undefined, textAt: TextAt): JsonObject[] {
  if (typeof prompt === 'string') {
    document.change(path, 'A text has no role: it becomes the message of a user.');
    const content = textAt(prompt, path);
    return content === '' ? dropEmpty(document, path) : [{ role: 'user', content }];
  }
  if (!Array.isArray(prompt)) return document.refuse(path, 'The prompt is neither a text nor a list of messages.');
  return (prompt as readonly Json[]).flatMap((value, index) => messageOf(document, [...path, index], value, textAt));
}

function messageOf(document: ForeignDocument, path: ValuePath, value: Json, textAt: TextAt): JsonObject[] {
  const members = membersOf(document, path, requireMapping(document, path, value));
  const [type, role, name] = [members.take('type'), members.take('role'), members.take('name')];
  if (type === 'placeholder' || (role === undefined && name !== undefined)) {
    members.dropRest('A placeholder has a name and nothing else.');
    return [{ role: 'placeholder', name: name ?? '' }];
  }
  if (role === 'placeholder' || !ROLES.some((known) => known === role)) {
    document.refuse([...path, 'role'], `There is no role "${String(role)}" here.`, {
      hint: 'The roles are system, developer, user, assistant and tool.',
    });
  }
  const at = [...path, 'content'];
  const content = members.take('content');
  if (typeof content !== 'string') return document.refuse(at, 'The message has no text; a prompt holds texts only.');
  if (name !== undefined) document.drop([...path, 'name'], 'Messages of Langfuse have no name.');
  members.dropRest('Messages have no such key here.');
  const text = textAt(content, at);
  return text === '' ? dropEmpty(document, path) : [{ role: role as string, content: text }];
}
