import { DEFAULT_ENVIRONMENTS } from '../../src/release/environment.ts';
import { startServer } from '../../src/server/start-server.ts';

/** A registry as a program: prints its address and runs until someone kills it. */
const [, , dataFolder = '', privateWebhooks = ''] = process.argv;
const { url } = await startServer({
  dataFolder,
  port: 0,
  environments: DEFAULT_ENVIRONMENTS,
  clock: Date.now,
  log: () => undefined,
  privateWebhooks,
});
console.log(url);
