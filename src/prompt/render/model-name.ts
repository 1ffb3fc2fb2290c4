/** The provider of a `provider/model`, or nothing when the model stands alone. */
export function providerOf(model: string | undefined): string | undefined {
  const slash = model?.indexOf('/') ?? -1;
  return slash === -1 ? undefined : model?.slice(0, slash);
}

/** What the provider calls the model: all after the first slash, since names hold slashes too (`openrouter/meta/llama-3`). */
export function modelName(model: string | undefined): string | undefined {
  return model?.slice(model.indexOf('/') + 1);
}
