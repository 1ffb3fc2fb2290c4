import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A model that always answers the same, after as many milliseconds as its address says: `/20/v1`. A process of its own,
 * so that its work is not counted as ours; it does as little as it can, since it shares the machine.
 */
const content = '{"category":"billing","reply":"We are checking the second charge."}';
const body = JSON.stringify({
  id: 'fixed',
  object: 'chat.completion',
  created: 1_700_000_000,
  model: 'fixed',
  choices: [{ index: 0, message: { role: 'assistant', content, refusal: null }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});
const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };

const server = createServer((request, response) => {
  const latencyMs = Number(request.url?.split('/')[1]);
  const reply = () => response.writeHead(200, headers).end(body);
  request.resume().on('end', () => (latencyMs > 0 ? setTimeout(reply, latencyMs) : reply()));
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
