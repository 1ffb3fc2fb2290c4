import { type Context, type Emitter, type FS, Liquid } from 'liquidjs';
import { promptFilters } from './filters.ts';
import { once } from './once.ts';
import { partialTag } from './partial-tag.ts';
import { printed } from './printed.ts';
import { MAX_TEMPLATE_LENGTH } from './template-limits.ts';

/** Characters written and list items made by one render; a prompt of a million tokens has about a quarter of it. */
export const MAX_RENDER_SIZE = 16_000_000;
const MAX_RENDER_MILLISECONDS = 2_000;

/** Tags of Liquid that read other files or depend on who includes the text. */
export const REFUSED_TAGS: ReadonlyMap<string, string> = new Map([
  ['include', 'Use `{% render "id", name: value %}`: it names what the partial gets.'],
  ['layout', 'Use `{% render "id" %}` in each prompt that shares the text.'],
  ['block', 'Use `{% render "id" %}` in each prompt that shares the text.'],
]);

/** Partials come from a map that the render is given (see partial-tag.ts); whoever asks for a file gets nothing. */
const NO_FILES: FS = {
  exists: async () => false,
  existsSync: () => false,
  readFile: async () => '',
  readFileSync: () => '',
  resolve: (_folder, file) => file,
};

/**
 * The one Liquid engine of prompts: strict, bounded, reproducible, without files.
 *
 * `strictFilters` is off because every template is analysed before it is rendered, and an unknown
 * filter is an error there, with its place and a suggestion; the engine would name only the first.
 */
export const engine = once(lockedEngine);

function lockedEngine(): Liquid {
  const liquid = new Liquid({
    fs: NO_FILES,
    // Else the engine asks the machine for its language: that loads the tables of all of them, and no text may depend on it.
    locale: 'en-US',
    relativeReference: false,
    dynamicPartials: false,
    strictVariables: true,
    strictFilters: false,
    lenientIf: true,
    ownPropertyOnly: true,
    parseLimit: MAX_TEMPLATE_LENGTH,
    renderLimit: MAX_RENDER_MILLISECONDS,
    memoryLimit: MAX_RENDER_SIZE,
  });
  for (const name of REFUSED_TAGS.keys()) delete liquid.tags[name];
  liquid.registerTag('render', partialTag());
  for (const name of Object.keys(liquid.filters)) liquid.unregisterFilter(name);
  for (const [name, filter] of promptFilters()) liquid.registerFilter(name, filter);
  chargeOutput(liquid);
  return liquid;
}

/** Counts what is written against the memory limit; the engine itself counts only what its filters make. */
function chargeOutput({ renderer }: Liquid): void {
  const renderTemplates = renderer.renderTemplates.bind(renderer);
  renderer.renderTemplates = (templates, context, emitter) => renderTemplates(templates, context, emitter ?? chargedEmitter(context));
}

function chargedEmitter(context: Context): Emitter {
  return {
    buffer: '',
    write(part: unknown) {
      const text = typeof part === 'string' ? part : printed.call({ context }, part);
      context.memoryLimit.use(text.length);
      this.buffer += text;
    },
  };
}
