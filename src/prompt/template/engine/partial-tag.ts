import {
  type Arguments,
  type Context,
  type Emitter,
  evalToken,
  Hash,
  type Liquid,
  type Parser,
  Tag,
  type TagToken,
  type Template,
  type TopLevelToken,
  TypeGuards,
  type ValueToken,
} from 'liquidjs';
import { Failure } from '../../../base/failure.ts';
import { once } from './once.ts';

/** Gives the parsed template of a partial, or throws the Failure that explains why there is none. */
export type LoadPartial = (id: string) => readonly Template[];

const LOAD = 'promptlane-load-partial';
const CHAIN = 'promptlane-partial-chain';

/** Tells a render where its partials come from. There is no other source: no file is ever looked up. */
export function usePartials(context: Context, load: LoadPartial): void {
  context.setRegister(LOAD, load);
}

/**
 * `{% render "id", name: value %}`, also with `with x as name` and `for list as name`.
 *
 * Stands in for the engine's own tag, which resolves names through a file system and at run time.
 * The name is a literal, so that the partials of a prompt are known before it is rendered.
 */
export const partialTag = once(() => {
  return class PartialTag extends Tag {
    readonly id: string;
    readonly args: Hash;
    readonly #binding: Binding | undefined;

    constructor(token: TagToken, remainTokens: TopLevelToken[], liquid: Liquid, _parser: Parser) {
      super(token, remainTokens, liquid);
      this.tokenizer.skipBlank();
      const name = this.tokenizer.readQuoted();
      if (name === undefined || /\{\{|\{%/.test(name.content)) throw new DynamicPartialName();
      this.id = name.content;
      this.#binding = this.#readBinding();
      this.args = new Hash(this.tokenizer);
      this.#requireComplete();
    }

    *render(context: Context, emitter: Emitter): Generator<unknown, void, unknown> {
      const chain = [...context.getRegister<readonly string[]>(CHAIN, []), this.id];
      if (chain.indexOf(this.id) < chain.length - 1)
        throw new Failure('render-failed', `Partials include each other: ${chain.join(' → ')}.`);
      const load = context.getRegister<LoadPartial>(LOAD);
      const templates = [...load(this.id)];
      const child = context.spawn(Object.create(null) as object);
      child.setRegister(LOAD, load);
      child.setRegister(CHAIN, chain);
      Object.assign(child.bottom(), yield this.args.render(context));
      for (const item of yield* this.#items(context)) {
        if (this.#binding) child.bottom()[this.#binding.name] = item;
        yield this.liquid.renderer.renderTemplates(templates, child, emitter);
      }
    }

    /** Names that the partial gets from here. */
    argumentNames(): string[] {
      return [...Object.keys(this.args.hash), ...(this.#binding ? [this.#binding.name] : [])];
    }

    *arguments(): Arguments {
      if (this.#binding) yield this.#binding.value;
      for (const value of Object.values(this.args.hash)) if (TypeGuards.isValueToken(value)) yield value;
    }

    *#items(context: Context): Generator<unknown, Iterable<unknown>, unknown> {
      if (!this.#binding) return [undefined];
      const value = yield evalToken(this.#binding.value, context);
      return this.#binding.every && Array.isArray(value) ? value : [value];
    }

    #requireComplete(): void {
      this.tokenizer.skipBlank();
      this.tokenizer.assert(this.tokenizer.end(), () => `unexpected ${this.tokenizer.snapshot()} after the arguments of the partial`);
      const bare = Object.entries(this.args.hash).find(([, value]) => value === undefined)?.[0];
      this.tokenizer.assert(bare === undefined, `the argument \`${bare}\` has no value: write \`${bare}: value\``);
    }

    #readBinding(): Binding | undefined {
      const begin = this.tokenizer.p;
      const keyword = this.tokenizer.readIdentifier().content;
      if ((keyword === 'with' || keyword === 'for') && this.tokenizer.peek() !== ':') {
        const value = this.tokenizer.readValue();
        if (value && this.tokenizer.readIdentifier().content === 'as') {
          return { every: keyword === 'for', value, name: this.tokenizer.readIdentifier().content };
        }
      }
      this.tokenizer.p = begin;
      return undefined;
    }
  };
});

/** A tag of that class. */
export type PartialTag = InstanceType<ReturnType<typeof partialTag>>;

/** `with value as name`, or `for value as name`. */
interface Binding {
  readonly every: boolean;
  readonly value: ValueToken;
  readonly name: string;
}

/** The parser turns this into an error with a place. */
export class DynamicPartialName extends Error {
  constructor() {
    super('the name of a partial must be a literal, for example {% render "shared/tone" %}');
  }
}
