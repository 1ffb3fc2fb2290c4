import { Pool } from 'undici';

const CONNECTIONS = 20;

export interface Question {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What each answer must be. */
  readonly status: number;
}

/** Asks the same so many times over kept connections, and gives the milliseconds that it took. @throws Error for another answer. */
export async function askOften({ url, headers, status }: Question, times: number): Promise<number> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: CONNECTIONS });
  let asked = 0;
  const ask = async () => {
    while (asked < times) {
      asked += 1;
      const answer = await pool.request({ method: 'GET', path: pathname, headers });
      await answer.body.dump();
      if (answer.statusCode !== status) throw new Error(`${url} answered ${answer.statusCode}, not ${status}.`);
    }
  };
  try {
    const started = performance.now();
    await Promise.all(Array.from({ length: CONNECTIONS }, ask));
    return performance.now() - started;
  } finally {
    await pool.close();
  }
}
