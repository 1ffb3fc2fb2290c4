import { open } from 'node:fs/promises';
import { isJsonObject } from '../../base/json/canonical-json.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import type { Answer } from '../../evals/run.ts';
import { LineBlocks } from '../lines/line-blocks.ts';
import { scanLines } from '../lines/scan-lines.ts';
import { isCaseResult } from './case-result-shape.ts';

/** The answers of a run, which stay on the disk; close them after use. */
export interface RecordedAnswers {
  /** What was answered to one sample of a case; the last answer where a run that was gone on with has several. */
  find(caseId: string, sample: number): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/** Finds answers in a run file that is complete: one reading tells where each stands, and only places are kept. */
export async function recordedAnswers(path: string): Promise<RecordedAnswers> {
  const handle = await open(path);
  const blocks = new LineBlocks();
  const places = new Map<string, { readonly offset: number; readonly length: number }>();
  try {
    await scanLines(handle, 0, (line, offset) => {
      const value = jsonValue(line.toString('utf8'));
      if (!isJsonObject(value) || value.caseId === undefined) return;
      places.set(placeName(String(value.caseId), Number(value.sample)), { offset, length: line.length });
    });
  } catch (error) {
    await handle.close();
    throw error;
  }
  return {
    async find(caseId, sample) {
      const place = places.get(placeName(caseId, sample));
      if (place === undefined) return undefined;
      const result = jsonValue((await blocks.read(handle, place.offset, place.length)).toString('utf8'));
      return isCaseResult(result) ? result.answer : undefined;
    },
    close: () => handle.close(),
  };
}

function placeName(caseId: string, sample: number): string {
  return `${sample} ${caseId}`;
}
