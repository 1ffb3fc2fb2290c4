import type { Digest } from '../../base/digest.ts';
import { canonicalJson, isJsonObject, type JsonObject } from '../../base/json/canonical-json.ts';
import { promptNormalForm } from '../digest/normal-form.ts';
import type { Message, PromptContent, PromptId } from '../prompt.ts';
import type { PromptVersion, Versioned } from '../version.ts';
import { diffFields } from './diff-fields.ts';
import { diffMessages } from './diff-messages.ts';
import { diffTexts } from './diff-words.ts';
import type { FieldChange, PromptDiff, ReferenceChange } from './prompt-diff.ts';

/**
 * Compares two versions of a prompt by meaning: what the digest covers, and nothing else.
 *
 * An absent side is a prompt that does not exist: everything is new, or gone. Two versions with
 * one digest give an empty diff, two with different digests never do.
 */
export function diffVersions(before: PromptVersion | undefined, after: PromptVersion | undefined): PromptDiff {
  const present = after ?? before;
  if (present === undefined) throw new TypeError('there is nothing to compare');
  const [left, right] = [before && normalised(before.content), after && normalised(after.content)];
  return {
    id: present.id,
    ...digests(before?.digest, after?.digest),
    fields: diffSettings(left, right),
    messages: diffMessages(messagesOf(left), messagesOf(right)),
    partials: diffReferences(
      before?.partials,
      after?.partials,
      ({ text }) => text,
      ({ template }) => ({ template }),
    ),
    guardrailSets: diffReferences(
      before?.guardrailSets,
      after?.guardrailSets,
      () => '',
      ({ checks }) => ({ checks }),
    ),
  };
}

/** A content next to the value that its digest is of: what means the same is the same there. */
interface Normalised {
  readonly content: PromptContent;
  readonly form: JsonObject;
}

function normalised(content: PromptContent): Normalised {
  return { content, form: promptNormalForm(content, new Map(), new Map()) };
}

function messagesOf(version: Normalised | undefined): readonly Message[] {
  return (version?.form.messages ?? []) as unknown as readonly Message[];
}

function diffSettings(before: Normalised | undefined, after: Normalised | undefined): FieldChange[] {
  const changes = diffFields(settings(before), settings(after));
  return changes.length > 0 || !before || !after ? changes : diffOrder(before, after);
}

/** Settings by name; tools by their names too, so that one new tool is one change. Schemas as people write them. */
function settings(version: Normalised | undefined): JsonObject {
  if (version === undefined) return {};
  const { v: _v, kind: _kind, messages: _messages, schema: _schema, tools: _tools, ...rest } = version.form;
  const { schema, tools } = version.content;
  return {
    ...rest,
    ...(schema && { schema: schema as unknown as JsonObject }),
    ...(tools.length > 0 && { tools: Object.fromEntries(tools.map(namedTool)) }),
  };
}

function namedTool(tool: JsonObject, index: number): [string, JsonObject] {
  const { function: definition } = tool;
  const name = isJsonObject(definition) ? definition.name : undefined;
  return [typeof name === 'string' ? name : `#${index + 1}`, tool];
}

/** Providers act on the order of tools and of schema fields, so it is part of the digest; only the normal form shows it. */
function diffOrder(before: Normalised, after: Normalised): FieldChange[] {
  return ['schema', 'tools'].flatMap((path) => {
    const [left = null, right = null] = [before.form[path], after.form[path]];
    return canonicalJson(left) === canonicalJson(right) ? [] : [{ path: `${path} (order)`, before: left, after: right }];
  });
}

function diffReferences<Content>(
  before: ReadonlyMap<PromptId, Versioned<Content>> = new Map(),
  after: ReadonlyMap<PromptId, Versioned<Content>> = new Map(),
  text: (content: Content) => string,
  rest: (content: Content) => JsonObject,
): ReferenceChange[] {
  const ids = [...new Set([...before.keys(), ...after.keys()])];
  return ids.flatMap((id): ReferenceChange[] => {
    const [old, young] = [before.get(id), after.get(id)];
    if (old?.digest === young?.digest) return [];
    const { words, comparedBy } = diffTexts(old ? text(old.content) : '', young ? text(young.content) : '');
    return [
      {
        id,
        ...digests(old?.digest, young?.digest),
        words,
        ...(comparedBy !== 'word' && { comparedBy }),
        fields: old && young ? diffFields(rest(old.content), rest(young.content)) : [],
      },
    ];
  });
}

function digests(before: Digest | undefined, after: Digest | undefined): { before?: Digest; after?: Digest } {
  return { ...(before !== undefined && { before }), ...(after !== undefined && { after }) };
}
