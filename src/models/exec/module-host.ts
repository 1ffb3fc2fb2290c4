/**
 * What the process of a module runs: takes calls from its parent, one after the other, and tells what came of each.
 *
 * A text and no file, so that it is there however this program was installed; no word of the call is ever put into it.
 */
export const MODULE_HOST = `
const failure = (error) => String(error instanceof Error ? error.message : error).slice(0, 300);
process.on('disconnect', () => process.exit(0));
process.on('message', async ({ url, name, given }) => {
  try {
    const found = (await import(url))[name];
    if (typeof found !== 'function') throw new Error('it exports no function ' + JSON.stringify(name));
    const value = JSON.stringify(await found(...given));
    process.send(value === undefined ? { error: 'it gave nothing that JSON can say' } : { value });
  } catch (error) {
    process.send({ error: failure(error) });
  }
});
process.on('uncaughtException', (error) => process.send({ error: failure(error) }, () => process.exit(1)));
// A shell on the way sets a few of its own.
for (const name of Object.keys(process.env)) delete process.env[name];
process.send({ isReady: true });
`;
