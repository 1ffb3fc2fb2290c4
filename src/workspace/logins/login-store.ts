import { mkdir, open, readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import * as z from 'zod';
import { Failure } from '../../base/failure.ts';
import { jsonValue } from '../../base/json/json-value.ts';
import { audienceOf } from '../../base/net/audience.ts';
import { writeFileAtomically } from '../files/write-file-atomically.ts';

/** The tokens that a person signed in with, each for the one address of a registry that it came from. */
export interface LoginStore {
  /** Absolute; readable by its owner only. */
  readonly file: string;
  token(url: string): Promise<string | undefined>;
  keep(url: string, token: string): Promise<void>;
  /** True when there was one. */
  forget(url: string): Promise<boolean>;
}

const fileSchema = z.object({ schema: z.literal('promptlane/logins/v1'), logins: z.record(z.string(), z.object({ token: z.string() })) });
type Logins = z.infer<typeof fileSchema>['logins'];

/** The store of the person whose variables these are: below XDG_CONFIG_HOME, or ~/.config. */
export function loginStore({ XDG_CONFIG_HOME, HOME }: Readonly<Record<string, string | undefined>>): LoginStore {
  const file = join(XDG_CONFIG_HOME || join(HOME || homedir(), '.config'), 'promptlane', 'logins.json');
  return {
    file,
    async token(url) {
      const logins = await readLogins(file);
      const key = audienceOf(url);
      return Object.hasOwn(logins, key) ? logins[key]?.token : undefined;
    },
    async keep(url, token) {
      await writeLogins(file, { ...(await readLogins(file)), [audienceOf(url)]: { token } });
    },
    async forget(url) {
      const { [audienceOf(url)]: former, ...logins } = await readLogins(file);
      if (former !== undefined) await writeLogins(file, logins);
      return former !== undefined;
    },
  };
}

/** @throws Failure `file-unreadable` for a file that is there and is none of ours: it is not written over. */
async function readLogins(file: string): Promise<Logins> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    if (['ENOENT', 'ENOTDIR'].includes((cause as NodeJS.ErrnoException).code ?? '')) return {};
    throw new Failure('file-unreadable', `${file} cannot be read.`, { cause });
  }
  const parsed = fileSchema.safeParse(jsonValue(text));
  if (parsed.success) return parsed.data.logins;
  throw new Failure('file-unreadable', `${file} does not hold logins.`, { hint: 'Delete it, then sign in again with `promptlane login`.' });
}

async function writeLogins(file: string, logins: Logins): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    // Made closed before anything is in it; replacing it keeps the mode.
    const opened = await open(file, 'a', 0o600);
    await opened.chmod(0o600);
    await opened.close();
  } catch (cause) {
    throw new Failure('file-unwritable', `${file} cannot be written: ${(cause as Error).message}.`, { cause });
  }
  await writeFileAtomically(file, `${JSON.stringify({ schema: 'promptlane/logins/v1', logins }, null, 2)}\n`);
}
