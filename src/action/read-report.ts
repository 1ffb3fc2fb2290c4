import type { Stats } from 'node:fs';
import { constants, lstat, open } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../base/failure.ts';
import { jsonValue } from '../base/json/json-value.ts';
import { type CiDocument, ciDocument } from '../workflows/ci/document/ci-document.ts';
import { REPORT_NAME } from './command/command-line.ts';

/** A report of thousands of findings has about one. */
const MOST_BYTES = 8 * 1_048_576;

/**
 * Reads a report that another job left: the file itself, or the folder that it was unpacked into.
 *
 * It may be a stranger's. Nothing but this one file is opened, no link is followed, and what is in it must be exactly a
 * report: no member more, each text within its bound.
 *
 * @throws Failure `report-invalid`
 */
export async function readReport(path: string): Promise<CiDocument> {
  const found = await stat(path);
  const file = found.isDirectory() ? join(path, REPORT_NAME) : path;
  const value = jsonValue(await textOf(file, found.isDirectory() ? await stat(file) : found));
  if (value === undefined) throw invalid(`${file} is no JSON`);
  const parsed = ciDocument.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw invalid(`${file} is no report of promptlane: ${issue?.path.join('.') || 'the whole'}: ${issue?.message}`);
}

async function stat(path: string): Promise<Stats> {
  const found = await lstat(path).catch(() => undefined);
  if (found === undefined) throw invalid(`there is no ${path}`);
  return found;
}

async function textOf(file: string, found: Stats): Promise<string> {
  if (!found.isFile()) throw invalid(`${file} is no regular file`);
  // Opened without following a link, and measured as opened: what was looked at above may be another file by now.
  const opened = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw invalid(`${file} cannot be read`);
  });
  try {
    if ((await opened.stat()).size > MOST_BYTES) throw invalid(`${file} is larger than ${MOST_BYTES / 1_048_576} MB`);
    return await opened.readFile('utf8');
  } finally {
    await opened.close();
  }
}

function invalid(why: string): Failure {
  return new Failure('report-invalid', `The report cannot be used: ${why}.`);
}
