import { afterEach, expect, test } from 'vitest';
import type { PromptId } from '../../src/prompt/prompt.ts';
import {
  addDraftFile,
  closeRow,
  type DraftKey,
  draftsBeside,
  findDrafts,
  openDraft,
  pageOfDrafts,
  promptsWithDraft,
  readDraftFile,
} from '../../src/server/storage/versions/drafts.ts';
import { fillDatabase } from '../support/filled-database.ts';
import { sourceOf } from '../support/sample-versions.ts';
import { describeOnDatabases, migratedDatabase, type TemporaryDatabase } from '../support/temporary-database.ts';

const project = 'default';
const SAID = {
  commit_id: null,
  branch: null,
  author_name: null,
  author_email: null,
  message: null,
  uploader_id: 'p1',
  uploader_name: 'mia',
};
const CLOSING = { outcome: 'declined', closed_at: 9, closer_id: 'p1', closer_name: 'mia', reason: 'No', closed_commit: null } as const;

describeOnDatabases('drafts', (kind) => {
  let database: TemporaryDatabase;
  afterEach(() => database.close());

  /** The draft that a filled database has. */
  async function filledDraft(): Promise<DraftKey> {
    database = await migratedDatabase(kind);
    await fillDatabase(database.db, 1);
    const [filled] = await pageOfDrafts(database.db, project, { offset: 0, limit: 2 });
    if (filled === undefined) throw new Error('the database was filled with a draft');
    return filled;
  }

  const openOf = async () => (await pageOfDrafts(database.db, project, { offset: 0, limit: 10 })).map(({ blob }) => blob);
  const named = ({ prompt, digest, parent, blob, parent_blob }: DraftKey): DraftKey => ({ prompt, digest, parent, blob, parent_blob });

  test('differ by their files, and are closed one by one', async () => {
    const key = await filledDraft();
    const { db } = database;
    const other = { ...named(key), blob: sourceOf('another').blob };
    expect(await openDraft(db, { project, ...other, ...SAID, created_at: 1 })).toBe('opened');
    expect(await openDraft(db, { project, ...other, ...SAID, created_at: 2 })).toBe('open');
    expect((await draftsBeside(db, project, other)).map(({ blob }) => blob)).toEqual([key.blob]);
    const { prompt, digest, parent } = key;
    expect(await findDrafts(db, project, { prompt, digest, parent })).toHaveLength(2);
    await closeRow(db, project, other, CLOSING);
    expect(await openOf()).toEqual([key.blob]);
    expect((await findDrafts(db, project, { prompt, digest, parent })).map(({ outcome }) => outcome)).toEqual([null, 'declined']);
    expect(await openDraft(db, { project, ...other, ...SAID, created_at: 3 })).toBe('opened');
    expect(await openOf()).toHaveLength(2);
  });

  test('keep their files under the names of the texts', async () => {
    const key = await filledDraft();
    const { db } = database;
    const file = sourceOf('text');
    await addDraftFile(db, { project, ...file });
    await addDraftFile(db, { project, ...file });
    expect(await readDraftFile(db, project, file.blob)).toBe('text');
    expect(await readDraftFile(db, 'elsewhere', file.blob)).toBeUndefined();
    expect(await promptsWithDraft(db, project, key.digest, key.blob as typeof file.blob)).toEqual<PromptId[]>([key.prompt]);
  });
});
