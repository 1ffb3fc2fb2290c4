import { sha256Hex } from '../../../base/digest.ts';
import { namesText } from '../../../release/lockfile/blob-id.ts';
import type { Tables } from '../../storage/tables.ts';
import { tableRows } from '../table-rows.ts';
import type { DatabaseCheck } from './finding.ts';

/** Every content is what its digest says, and every file text what its blob id says. */
export const checkContents: DatabaseCheck = async function* (db, words) {
  for await (const row of tableRows(db, words, 'contents')) {
    const { project, digest, body } = row as unknown as Tables['contents'];
    const found = `sha256:${sha256Hex(body)}`;
    if (found !== digest) yield { subject: `${project}: ${digest}`, message: `the content has the digest ${found}` };
  }
  for await (const row of tableRows(db, words, 'sources')) {
    const { project, digest, blob, text } = row as unknown as Tables['sources'];
    if (!namesText(blob, text)) yield { subject: `${project}: ${digest}`, message: `the file text is not the blob ${blob}` };
  }
  for await (const row of tableRows(db, words, 'draft_files')) {
    const { project, blob, text } = row as unknown as Tables['draft_files'];
    if (!namesText(blob, text)) yield { subject: project, message: `the file text of a draft is not the blob ${blob}` };
  }
};
