import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openSqlite } from './open-sqlite.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'promptlane-sqlite-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('openSqlite', () => {
  test('refuses what is no database and leaves it as it is', async () => {
    const path = join(folder, 'registry.db');
    const text = 'my only copy of something else\n'.repeat(100);
    writeFileSync(path, text);
    await expect(openSqlite(path)).rejects.toMatchObject({
      code: 'file-unreadable',
      message: expect.stringContaining('file is not a database'),
    });
    expect(readFileSync(path, 'utf8')).toBe(text);
    await expect(openSqlite(folder)).rejects.toMatchObject({ code: 'file-unreadable' });
  });

  test('says that the disk is full, keeps what was committed, and goes on', async () => {
    const db = await openSqlite(join(folder, 'registry.db'));
    await sql`create table texts (text text not null)`.execute(db);
    await sql`insert into texts values ('kept')`.execute(db);
    await sql`pragma max_page_count = 10`.execute(db);
    const fill = db.transaction().execute(async (transaction) => {
      await sql`insert into texts values ('half')`.execute(transaction);
      await sql`insert into texts values (${'x'.repeat(1_000_000)})`.execute(transaction);
    });
    await expect(fill).rejects.toMatchObject({ code: 'database-full' });
    await db.transaction().execute((transaction) => sql`insert into texts values ('later')`.execute(transaction));
    const { rows } = await sql<{ text: string }>`select text from texts`.execute(db);
    expect(rows.map(({ text }) => text)).toEqual(['kept', 'later']);
    await db.destroy();
  });
});
