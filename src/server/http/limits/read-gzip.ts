import { createGunzip } from 'node:zlib';
import type { FastifyInstance, RequestPayload } from 'fastify';
import { Failure } from '../../../base/failure.ts';

/** Takes bodies that are compressed with gzip. The limit of a route is for what they become: a bomb ends when it reaches it. */
export function readGzip(app: FastifyInstance): void {
  app.addHook('preParsing', async (request, reply, payload) => {
    const encoding = request.headers['content-encoding'];
    if (encoding === undefined || encoding === 'identity') return payload;
    if (encoding !== 'gzip')
      throw new Failure('request-invalid', `Bodies in "${encoding}" are not read here.`, { hint: 'Send gzip, or the body as it is.' });
    const unpacked: RequestPayload & { destroy(error?: Error): void } = payload.pipe(createGunzip());
    unpacked.receivedEncodedLength = 0;
    payload.on('data', ({ length }: Buffer) => {
      unpacked.receivedEncodedLength = (unpacked.receivedEncodedLength ?? 0) + length;
    });
    payload.on('error', (error) => unpacked.destroy(error));
    // Whoever was refused is not read to the end; and what is wrong there is nobody's business any more.
    unpacked.on('error', () => undefined);
    reply.raw.once('close', () => unpacked.destroy());
    reply.raw.once('finish', () => unpacked.destroy());
    return unpacked;
  });
}
