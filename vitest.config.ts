import { defineConfig } from 'vitest/config';
import { hasPostgres } from './test/support/postgres-cluster.ts';

/** Every project whose verdict gates. */
const setupFiles = ['test/support/property-seed.ts'];

/** Long, reporting-only work: a thousand kills, load, big simulations. */
const SOAK = 'test/**/*.soak.ts';

/** What a registry promises, held to it on SQLite by `integration` and on PostgreSQL once more. */
const ON_BOTH_DATABASES = [
  ...['server-versions', 'server-drafts', 'server-releases', 'server-audit', 'dataset-registry'],
  // What says little SQL of its own is held to it where it decides, not at every desk.
  ...(process.env.CI
    ? ['server-reviews', 'server-evidence', 'server-access', 'webhooks', 'access-people', 'access-tokens', 'server-rollouts']
    : []),
].map((name) => `test/integration/${name}.test.ts`);

/** Starts no PostgreSQL: the first test that asks for one does. */
const POSTGRES = 'test/support/postgres-cluster.ts';

export default defineConfig({
  test: {
    // The default leaves a core idle, and most of what these tests do is to wait for other processes.
    maxWorkers: 2,
    projects: [
      // Unit tests share nothing and change nothing global: one module graph per thread serves them all.
      { test: { name: 'unit', include: ['src/**/*.test.ts'], pool: 'threads', isolate: false, setupFiles, testTimeout: 30_000 } },
      {
        test: {
          name: 'contract',
          include: ['test/contract/**/*.test.ts'],
          globalSetup: POSTGRES,
          setupFiles,
          // The first test that asks for PostgreSQL waits until there is one.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          globalSetup: POSTGRES,
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'postgres',
          include: hasPostgres() ? ON_BOTH_DATABASES : [],
          globalSetup: POSTGRES,
          env: { PROMPTLANE_TEST_DATABASE: 'PostgreSQL' },
          setupFiles,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts', 'test/startup/**/*.test.ts'],
          globalSetup: ['test/support/built-cli.ts', POSTGRES],
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: 'soak', include: [SOAK], globalSetup: ['test/support/built-cli.ts', POSTGRES], testTimeout: 3_600_000 } },
    ],
  },
});
