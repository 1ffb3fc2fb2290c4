import { ChatPromptClient, TextPromptClient } from '@langfuse/client';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../base/digest.ts';
import { Failure } from '../../base/failure.ts';
import { renderPrompt } from '../../prompt/render/render-prompt.ts';
import type { Import } from '../foreign-format.ts';
import { promptOfFile } from '../prompt-of-file.ts';
import { readLangfuse } from './read-langfuse.ts';

/** Names of variables that the generated texts may hold. */
const NAMES = ['name', 'a', 'user_name', 'x-y'];

const value = fc.oneof(fc.string(), fc.constantFrom('', '{{name}}', '<b>&"\'', '{% x %}', 'é\n日本'));
const variables = fc.record(Object.fromEntries(NAMES.map((name) => [name, value])));

const piece = fc.oneof(
  fc.constantFrom(...NAMES.flatMap((name) => [`{{${name}}}`, `{{ ${name} }}`, `{{\n${name}\t}}`, `{{{${name}}}}`, `{{& ${name}}}`])),
  fc.constantFrom(
    '{{! note }}',
    '{{!\nlong\n}}',
    '\n',
    ' ',
    '\t',
    '\r\n',
    '{',
    '}',
    '{ ',
    '}}',
    '{% if a %}',
    '{"a": 1}',
    '<p>&',
    '$&',
    'é',
    '@@@',
  ),
  fc.string({ maxLength: 4 }).map((text) => text.replaceAll('{{', '')),
);
const text = fc.array(piece, { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(''));

/** What was read, or nothing where it is refused: what is refused need not render the same. */
function read(entry: object): Import | undefined {
  const file = { path: 'greet.json', text: JSON.stringify(entry) };
  try {
    return readLangfuse(file, new Map([[file.path, file.text]]));
  } catch (error) {
    if (error instanceof Failure && error.code === 'import-refused') return undefined;
    throw error;
  }
}

function rendered(imported: Import, given: Record<string, string>, placeholders = {}) {
  const [first] = imported.prompts;
  const content = first && promptOfFile(first.file, first.id);
  if (first === undefined || content === undefined) return undefined;
  const version = { id: first.id, digest: digestOf(null), content, partials: new Map() };
  return renderPrompt(version, given, { placeholders }).messages;
}

const base = { name: 'greet', version: 1, labels: [], tags: [], config: {} };

describe('an imported prompt prints what the client of Langfuse compiles', () => {
  test('for texts', () => {
    let compared = 0;
    fc.assert(
      fc.property(text, variables, (prompt, given) => {
        const imported = read({ ...base, type: 'text', prompt });
        const messages = imported && rendered(imported, given);
        if (messages === undefined) return;
        compared += 1;
        expect(messages[0]?.content).toBe(new TextPromptClient({ ...base, type: 'text', prompt } as never).compile(given));
      }),
      { numRuns: 150 },
    );
    expect(compared).toBeGreaterThan(40);
  });

  test('for chats with earlier messages in a placeholder', () => {
    const roles = fc.constantFrom('system', 'user', 'assistant');
    fc.assert(
      fc.property(fc.array(fc.record({ role: roles, content: text }), { minLength: 1, maxLength: 3 }), variables, (said, given) => {
        const prompt = [...said, { type: 'placeholder', name: 'history' }];
        const earlier = [{ role: 'user', content: 'Earlier.' }];
        const imported = read({ ...base, type: 'chat', prompt });
        const messages = imported && rendered(imported, given, { history: earlier });
        if (imported === undefined || messages === undefined) return;
        const compiled = new ChatPromptClient({ ...base, type: 'chat', prompt } as never).compile(given, { history: earlier } as never);
        const isLeftOut = imported.losses.some(({ message }) => message === 'The message says nothing.');
        if (!isLeftOut) expect(messages).toEqual(compiled);
      }),
      { numRuns: 50 },
    );
  });
});

test('values that are no text are printed otherwise: JSON here, the words of JavaScript there', () => {
  const entry = { ...base, type: 'text', prompt: '{{a}}' };
  const imported = read(entry);
  expect(imported && rendered(imported, { a: ['x', 'y'] } as never)?.[0]?.content).toBe('["x","y"]');
  expect(new TextPromptClient(entry as never).compile({ a: ['x', 'y'] } as never)).toBe('x,y');
});
