// The floor of `registry`: fastify alone, sending one stored answer and knowing its tag.
import { createHash } from 'node:crypto';
import fastify from 'fastify';

const body = Buffer.from(process.argv[2]);
const etag = `"${createHash('sha256').update(body).digest('hex').slice(0, 16)}"`;
const app = fastify();
app.get('/answer', (request, reply) => {
  reply.header('etag', etag).header('cache-control', 'private, no-cache');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  return reply.type('application/json').send(body);
});
process.on('SIGTERM', () => process.exit(0));
console.log(`Listening on ${await app.listen({ port: 0, host: '127.0.0.1' })}`);
