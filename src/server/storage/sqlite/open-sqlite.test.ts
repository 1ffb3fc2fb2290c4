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

  test('runs a statement again after it failed, after the tables changed, and while its rows are being read', async () => {
    const db = await openSqlite(join(folder, 'registry.db'));
    await sql`create table texts (text text primary key)`.execute(db);
    const insert = (text: string) => sql`insert into texts values (${text})`.execute(db);
    await insert('a');
    await expect(insert('a')).rejects.toThrow('UNIQUE');
    await insert('b');
    const all = () => sql<Record<string, string>>`select * from texts order by text`.execute(db);
    expect((await all()).rows).toEqual([{ text: 'a' }, { text: 'b' }]);
    await sql`alter table texts add column note text`.execute(db);
    expect((await all()).rows).toEqual([
      { text: 'a', note: null },
      { text: 'b', note: null },
    ]);
    const seen: unknown[] = [];
    const rows = db.selectFrom(sql<{ text: string }>`texts`.as('texts')).select('text').orderBy('text');
    for await (const { text } of rows.stream()) seen.push(text);
    for (let size = 0; size < 400; size += 1) await sql.raw(`select ${size} as size`).execute(db);
    expect((await all()).rows).toHaveLength(2);
    expect(seen).toEqual(['a', 'b']);
    await db.destroy();
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
