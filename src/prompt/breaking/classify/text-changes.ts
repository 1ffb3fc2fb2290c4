import { canonicalJson } from '../../../base/json/canonical-json.ts';
import { diffMessages } from '../../diff/diff-messages.ts';
import type { MessageChange } from '../../diff/prompt-diff.ts';
import { promptNormalForm } from '../../digest/normal-form.ts';
import type { ValuePath } from '../../document/yaml/locate.ts';
import type { PromptVersion } from '../../version.ts';
import { type Found, sides } from '../found.ts';

/** What the model reads: the template language, the messages (B403, E505, E507). */
export function textChanges(before: PromptVersion, after: PromptVersion): Found[] {
  return [...templateChange(before, after), ...messageChanges(before, after)];
}

function templateChange({ content: { template: before } }: PromptVersion, { content: { template: after } }: PromptVersion): Found[] {
  if (before === after) return [];
  return [{ rule: 'B403', path: ['template'], message: `The template language is now ${after}, not ${before}.`, ...sides(before, after) }];
}

function messageChanges({ content: before }: PromptVersion, { content: after }: PromptVersion): Found[] {
  return diffMessages(before.messages, after.messages).flatMap(messageFound);
}

function messageFound({ kind, before, after, words, fields }: MessageChange): Found[] {
  const place = after ?? before;
  // A placeholder that comes or goes is an input.
  if (kind === 'same' || place === undefined || (place.role === 'placeholder' && kind !== 'moved' && kind !== 'changed')) return [];
  const name = `Message ${place.index + 1} (${place.role})`;
  const path = ['messages', place.index];
  if (kind === 'moved') return [{ rule: 'E507', path, message: `${name} has moved from place ${(before?.index ?? 0) + 1}.` }];
  if (kind !== 'changed') return [{ rule: 'E507', path, message: `${name} ${kind === 'added' ? 'is new' : 'is gone'}.` }];
  return [
    ...(words.some((change) => change.kind !== 'same')
      ? [
          {
            rule: 'E505' as const,
            path: [...path, 'content'],
            message: `The text of message ${place.index + 1} (${place.role}) has changed.`,
          },
        ]
      : []),
    ...fields.map(
      (field): Found => ({
        rule: 'E507',
        path: [...path, ...field.path.split(/[.[]/).slice(0, 1)],
        message: `${name}: ${field.path} has changed.`,
      }),
    ),
  ];
}

/** Titles, descriptions and the order of fields: no contract, but the model reads them and generates by them (E505). */
export function schemaWords(before: PromptVersion, after: PromptVersion): Found[] {
  return wordsChanged(before, after, 'schema', ['jsonSchema'], 'The output schema is written otherwise, and the model reads it.');
}

/** The same for tools (E505). */
export function toolWords(before: PromptVersion, after: PromptVersion): Found[] {
  return wordsChanged(before, after, 'tools', ['tools'], 'The tools are written otherwise, and the model reads them.');
}

function wordsChanged(before: PromptVersion, after: PromptVersion, member: string, path: ValuePath, message: string): Found[] {
  const [old, young] = [before, after].map(({ content }) => promptNormalForm(content, new Map(), new Map())[member] ?? null);
  return canonicalJson(old ?? null) === canonicalJson(young ?? null) ? [] : [{ rule: 'E505', path, message }];
}
