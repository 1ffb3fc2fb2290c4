import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ServerSentEvent, serverSentEvents } from './server-sent-events.ts';

async function* chunksOf(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield typeof part === 'string' ? new TextEncoder().encode(part) : part;
}

async function read(chunks: AsyncIterable<Uint8Array>, maxLine?: number): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = [];
  for await (const event of serverSentEvents(chunks, { ...(maxLine !== undefined && { maxLine }), tooLarge: (what) => new Error(what) }))
    events.push(event);
  return events;
}

describe('serverSentEvents', () => {
  test.each([
    ['an event', 'data: a\n\n', [{ type: 'message', data: 'a' }]],
    ['a named event', 'event: ping\ndata: {}\n\n', [{ type: 'ping', data: '{}' }]],
    ['data of several lines', 'data: a\ndata: b\ndata\n\n', [{ type: 'message', data: 'a\nb\n' }]],
    ['CRLF', 'event: x\r\ndata: a\r\n\r\n', [{ type: 'x', data: 'a' }]],
    ['CR alone', 'event: x\rdata: a\r\r', [{ type: 'x', data: 'a' }]],
    [
      'one space after the colon as no part of the value',
      'data:  a\n\ndata:b\n\n',
      [
        { type: 'message', data: ' a' },
        { type: 'message', data: 'b' },
      ],
    ],
    [
      'comments, fields that it does not know, and events without data as nothing',
      ': keep-alive\nid: 7\nretry: 1\n\nevent: x\n\ndata: a\n\n',
      [{ type: 'message', data: 'a' }],
    ],
    ['a byte order mark as nothing', '\ufeffdata: a\n\n', [{ type: 'message', data: 'a' }]],
    ['an event that the end cuts short as none', 'data: a\n\ndata: b\n', [{ type: 'message', data: 'a' }]],
  ])('reads %s', async (_what, text, events) => {
    expect(await read(chunksOf(text))).toEqual(events);
  });

  test('gives the same events however the bytes are cut', async () => {
    const text = ': hi\r\nevent: delta\r\ndata: grüße 👩‍👩‍👧\r\n\r\ndata: a\ndata: b\n\nevent: x\rdata: c\r\rdata: [DONE]\n\n';
    const bytes = new TextEncoder().encode(text);
    const whole = await read(chunksOf(text));
    expect(whole).toHaveLength(4);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: bytes.length })), async (cuts) => {
        const places = [0, ...cuts.sort((left, right) => left - right), bytes.length];
        const parts = places.slice(1).map((end, index) => bytes.slice(places[index], end));
        expect(await read(chunksOf(...parts))).toEqual(whole);
      }),
    );
  });

  test('gives an event as soon as it is whole, not when the next begins', async () => {
    const events = serverSentEvents(
      (async function* () {
        yield* chunksOf('data: a\n\n');
        throw new Error('read on');
      })(),
      { tooLarge: (what) => new Error(what) },
    );
    expect((await events.next()).value).toEqual({ type: 'message', data: 'a' });
  });

  test('refuses a line and an event that grow without end', async () => {
    await expect(read(chunksOf('data: ', 'x'.repeat(60), 'x'.repeat(60)), 100)).rejects.toThrow('sent a line of more than 100');
    const lines = Array.from({ length: 30 }, () => 'data: xxxxx\n');
    await expect(read(chunksOf(...lines), 100)).rejects.toThrow('sent an event of more than 100');
  });

  test('reads a line of ten megabytes in time that grows with its length', async () => {
    const part = new Uint8Array(16 * 1024).fill(120);
    const started = performance.now();
    const [event] = await read(chunksOf('data: ', ...Array.from({ length: 600 }, () => part), '\n\n'));
    expect(event?.data).toHaveLength(600 * part.length);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});
