// The peer of `eval`: the same requests and the same validation with undici and ajv alone.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { Pool } from 'undici';

const { url, count, concurrency, schema, system } = JSON.parse(process.argv[2]);
const { origin, pathname } = new URL(url);
const pool = new Pool(origin, { connections: concurrency });
const validate = new Ajv2020().compile(schema);
let next = 0;
let valid = 0;

async function work() {
  while (next < count) {
    const messages = [
      { role: 'system', content: system },
      { role: 'user', content: `Question ${next++}` },
    ];
    const body = JSON.stringify({ model: 'fixed', messages });
    const response = await pool.request({
      method: 'POST',
      path: `${pathname}/chat/completions`,
      headers: { 'content-type': 'application/json' },
      body,
    });
    const { choices } = await response.body.json();
    if (validate(JSON.parse(choices[0].message.content))) valid += 1;
  }
}

await Promise.all(Array.from({ length: concurrency }, work));
await pool.close();
if (valid !== count) process.exitCode = 1;
