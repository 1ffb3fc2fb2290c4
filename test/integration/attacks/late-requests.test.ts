import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Principal } from '../../../src/access/principal.ts';
import type { Clock } from '../../../src/base/clock.ts';
import type { EnvironmentName } from '../../../src/release/environment.ts';
import type { Call } from '../../../src/server/actions/call.ts';
import { applyPins } from '../../../src/server/actions/environments/apply-pins.ts';
import { openDatabase } from '../../../src/server/storage/open-database.ts';
import { type RawConnection, rawConnection } from '../../support/raw-request.ts';
import { type RunningRegistry, runningRegistry } from '../../support/running-registry.ts';
import { promptVersion } from '../../support/sample-versions.ts';

const PROJECT = '/v1/projects/default';
const development = 'development' as EnvironmentName;
const FREEZE = { freeze: [{ from: '2999-01-01T00:00', to: '2999-12-31T00:00', tz: 'UTC' }] };
const [first, second] = [promptVersion('late', 'first'), promptVersion('late', 'second')];

let registry: RunningRegistry;
beforeAll(async () => {
  registry = await runningRegistry('SQLite');
  await registry.admin.upload({ versions: [first, second] });
  const body = { environments: [{ name: 'development', policy: FREEZE }] };
  expect((await registry.request(`${PROJECT}/environments`, { method: 'PUT', body })).status).toBe(200);
});
afterAll(() => registry.stop());

async function applying(version: typeof first) {
  const { epoch, revision } = await registry.admin.state(development);
  return { pins: { [version.id]: version.digest }, expected: { epoch, revision }, cause: 'apply' };
}

/** Sends all of a request but its last byte, and gives that byte. */
async function begin(path: string, token: string, body: object): Promise<RawConnection & { readonly rest: string }> {
  const connection = await rawConnection(registry);
  const text = JSON.stringify(body);
  const head = [`POST ${PROJECT}${path} HTTP/1.1`, 'host: here', `authorization: Bearer ${token}`, 'content-type: application/json'];
  connection.say(`${[...head, `content-length: ${text.length}`, 'connection: close'].join('\r\n')}\r\n\r\n${text.slice(0, -1)}`);
  // It has arrived when a later request is answered: the server reads its connections in turn.
  await registry.request('/v1/whoami');
  await registry.request('/v1/whoami');
  return { ...connection, rest: text.slice(-1) };
}

describe('attack 5: a body that comes slowly', () => {
  test('does nothing by a token that was revoked meanwhile', async () => {
    const token = await registry.tokenFor('leaver', { role: 'editor' });
    const { say, rest, answer } = await begin('/versions', token, { versions: [promptVersion('late/stolen', 'x')] });
    await registry.request(`${PROJECT}/tokens/${token.slice(4, 16)}`, { method: 'DELETE' });
    say(rest);
    expect(await answer).toMatch(/^HTTP\/1\.1 401 /);
    expect((await registry.request(`${PROJECT}/prompts/late%2Fstolen`)).status).toBe(404);
  });

  test('does nothing that its sender may no longer do', async () => {
    const token = await registry.tokenFor('demoted', { role: 'editor' });
    const { say, rest, answer } = await begin('/versions', token, { versions: [promptVersion('late/stolen', 'x')] });
    const { id } = (await (await registry.request('/v1/whoami', { token })).json()) as { id: string };
    await registry.admin.upload({ versions: [first] });
    const revoked = await registry.request(`${PROJECT}/members/${id}/revocations`, { method: 'POST', body: { role: 'editor' } });
    expect(revoked.status).toBe(200);
    say(rest);
    expect(await answer).toMatch(/^HTTP\/1\.1 40[34] /);
  });

  test('is judged by the time at which it is there: a freeze that has begun holds', async () => {
    const { say, rest, answer } = await begin('/environments/development/apply', registry.token, await applying(first));
    const ahead = Date.UTC(2999, 5, 1) - registry.now();
    registry.advance(ahead);
    say(rest);
    expect(await answer).toContain('frozen');
    registry.advance(-ahead);
  });
});

test('attack 43: a request that waits for the database is judged by the time at which its turn comes', async () => {
  const { db } = await openDatabase(registry.place);
  const principal = (await (await registry.request('/v1/whoami')).json()) as Principal;
  const time = registry.now();
  const call = (clock: Clock) => ({ db, principal, project: 'default', time, clock }) as Call;
  const wanted = { ...(await applying(second)), cause: 'apply' } as const;
  const frozen = applyPins(
    call(() => Date.UTC(2999, 5, 1)),
    development,
    wanted as never,
  );
  await expect(frozen).rejects.toMatchObject({ code: 'policy-refused', message: expect.stringContaining('frozen') });
  await db.destroy();
});
