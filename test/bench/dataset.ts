import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { inTurn, promptlane } from './measure.ts';
import { type Row, type Scale, timeText } from './row.ts';
import { inFolder } from './workspace.ts';

/** Bytes of memory that a case may cost beside the program: its digests, and what finds them again. */
const BYTES_PER_CASE = 250;
const FILES = new Map([['promptlane.config.yaml', '{}']]);

/** `dataset ls` of very many rows: it reads, checks, tells apart and digests each of them. */
export function dataset({ quick }: Scale): Promise<Row[]> {
  const count = quick ? 100_000 : 1_000_000;
  return inFolder(FILES, async (root) => {
    await pipeline(Readable.from(rows(count)), createWriteStream(join(root, 'many.jsonl')));
    await pipeline(Readable.from(rows(10)), createWriteStream(join(root, 'few.jsonl')));
    const list = (file: string) => () => promptlane(['dataset', 'ls', file], { cwd: root });
    const { few, many } = await inTurn(1, { few: list('few.jsonl'), many: list('many.jsonl') });
    const perCase = ((many.peakMb - few.peakMb) * 1024 * 1024) / count;
    const goal = { text: `≤ ${BYTES_PER_CASE} bytes a case beside 10 rows`, isMet: quick || perCase <= BYTES_PER_CASE };
    return [
      { what: `dataset ls, ${count} rows`, ours: timeText(many), beside: `${timeText(few)} 10 rows` },
      { what: '  peak memory', ours: `${Math.round(many.peakMb)} MB`, beside: `${Math.round(few.peakMb)} MB 10 rows`, goal },
    ];
  });
}

function* rows(count: number): Generator<string> {
  const categories = ['billing', 'bug', 'other'];
  for (let at = 0; at < count; at += 1) {
    const ticket = `Ticket ${at}: I was charged twice for an order and would like to have my money back.`;
    yield `${JSON.stringify({ id: `t${at}`, inputs: { ticket }, expected: { category: categories[at % 3] }, tags: ['typical'] })}\n`;
  }
}
