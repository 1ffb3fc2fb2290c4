import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json/canonical-json.ts';
import type { Attachment, RenderedMessage, RenderedPrompt } from '../rendered-prompt.ts';
import { toAnthropic } from './anthropic.ts';
import { toGoogle } from './google.ts';
import { toOpenAI } from './openai.ts';
import { toOpenAIResponses } from './openai-responses.ts';

const PNG: Attachment = { mediaType: 'image/png', data: 'iVBO' };
const PHOTO: Attachment = { url: 'https://example.com/cat.JPG?size=2' };
const PDF: Attachment = { mediaType: 'application/pdf', data: 'JVBE', name: 'bill.pdf' };
const NOTE: Attachment = { mediaType: 'text/markdown', data: btoa('# H\u00e9'), name: 'note.md' };
const SOUND: Attachment = { mediaType: 'audio/wav', data: 'UklG' };

const asking = (attachments: readonly Attachment[], more: Partial<RenderedMessage> = {}): RenderedPrompt => ({
  model: 'any/model',
  messages: [{ role: 'user', content: 'What is it?', attachments, ...more }],
  parameters: {},
  tools: [],
});

const WRITERS: Readonly<
  Record<string, { readonly write: (rendered: RenderedPrompt) => JsonObject; readonly said: JsonObject; readonly in: string }>
> = {
  openai: { write: toOpenAI, said: { type: 'text', text: 'What is it?' }, in: 'messages' },
  'openai-responses': { write: toOpenAIResponses, said: { type: 'input_text', text: 'What is it?' }, in: 'input' },
  anthropic: { write: toAnthropic, said: { type: 'text', text: 'What is it?' }, in: 'messages' },
  google: { write: toGoogle, said: { text: 'What is it?' }, in: 'contents' },
};

function parts(protocol: string, rendered: RenderedPrompt): unknown {
  const writer = WRITERS[protocol];
  const [message] = (writer?.write(rendered)[writer.in] ?? []) as JsonObject[];
  return message?.content ?? message?.parts;
}

describe('attachments', () => {
  test.each<[string, Attachment, JsonObject]>([
    ['openai', PNG, { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBO' } }],
    ['openai', PHOTO, { type: 'image_url', image_url: { url: 'https://example.com/cat.JPG?size=2' } }],
    ['openai', PDF, { type: 'file', file: { filename: 'bill.pdf', file_data: 'data:application/pdf;base64,JVBE' } }],
    ['openai', SOUND, { type: 'input_audio', input_audio: { data: 'UklG', format: 'wav' } }],
    ['openai-responses', PNG, { type: 'input_image', image_url: 'data:image/png;base64,iVBO' }],
    ['openai-responses', PDF, { type: 'input_file', filename: 'bill.pdf', file_data: 'data:application/pdf;base64,JVBE' }],
    ['openai-responses', { url: 'https://example.com/a.pdf' }, { type: 'input_file', file_url: 'https://example.com/a.pdf' }],
    ['anthropic', PNG, { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } }],
    ['anthropic', PHOTO, { type: 'image', source: { type: 'url', url: 'https://example.com/cat.JPG?size=2' } }],
    ['anthropic', PDF, { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' }, title: 'bill.pdf' }],
    ['google', PNG, { inlineData: { mimeType: 'image/png', data: 'iVBO' } }],
    ['google', PHOTO, { fileData: { mimeType: 'image/jpeg', fileUri: 'https://example.com/cat.JPG?size=2' } }],
    ['google', SOUND, { inlineData: { mimeType: 'audio/wav', data: 'UklG' } }],
  ])('go to %s before the text, in its words: %j', (protocol, attachment, part) => {
    expect(parts(protocol, asking([attachment]))).toEqual([part, WRITERS[protocol]?.said]);
  });

  test('of plain text go to Anthropic as text', () => {
    const bytes = new TextEncoder().encode('# Hé');
    const data = btoa(String.fromCharCode(...bytes));
    expect(parts('anthropic', asking([{ ...NOTE, data } as Attachment]))).toEqual([
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: '# Hé' }, title: 'note.md' },
      WRITERS.anthropic?.said,
    ]);
  });

  test.each<[string, Attachment, string]>([
    ['openai', NOTE, 'The attachment "note.md" cannot be sent: the chat completions API takes no text/markdown.'],
    [
      'openai',
      { url: 'https://example.com/a.pdf' },
      'An attachment cannot be sent: the chat completions API takes no application/pdf by its address.',
    ],
    [
      'openai',
      { url: 'https://example.com/a' },
      'An attachment cannot be sent: the chat completions API takes no file of unknown type by its address.',
    ],
    ['openai', { ...SOUND, mediaType: 'audio/flac' }, 'An attachment cannot be sent: the chat completions API takes no audio/flac.'],
    ['openai-responses', SOUND, 'An attachment cannot be sent: the responses API takes no audio/wav.'],
    ['anthropic', SOUND, 'An attachment cannot be sent: Anthropic takes no audio/wav.'],
    ['google', { ...PDF, mediaType: 'application/zip' }, 'The attachment "bill.pdf" cannot be sent: Google takes no application/zip.'],
  ])('are refused by %s rather than dropped: %j', (protocol, attachment, message) => {
    expect(() => parts(protocol, asking([attachment]))).toThrow(expect.objectContaining({ code: 'attachment-unsupported', message }));
  });

  test.each(Object.keys(WRITERS))('of a system message are refused by %s', (protocol) => {
    expect(() => parts(protocol, asking([PNG], { role: 'system' }))).toThrow('a message of role system takes none');
  });
});
