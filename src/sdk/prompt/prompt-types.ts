/** What `promptlane codegen` writes as `Prompts`: what each prompt takes and answers, by its id. */
export type PromptTypes<Prompts> = { readonly [Id in keyof Prompts]: { readonly inputs: object; readonly output: unknown } };

/** Prompts of which no types were generated. */
export interface AnyPrompts {
  readonly [id: string]: { readonly inputs: Readonly<Record<string, unknown>>; readonly output: unknown };
}
