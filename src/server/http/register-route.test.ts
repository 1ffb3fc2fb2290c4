import fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { refuseUndeclaredRoutes } from './register-route.ts';

describe('refuseUndeclaredRoutes', () => {
  test('stops the start of a server with a route that declares no permission', () => {
    const app = fastify();
    refuseUndeclaredRoutes(app);
    expect(() => app.get('/open', () => 'everything')).toThrow('The route GET /open is not declared.');
  });
});
