import type { Context } from 'liquidjs';

/** A filter as the engine calls it: the value, then the arguments; it may be a generator. */
export type FilterHandler = (this: { readonly context: Context }, value: unknown, ...args: unknown[]) => unknown;
