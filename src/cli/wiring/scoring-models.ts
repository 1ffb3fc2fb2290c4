import type { Model } from '../../evals/runner/model.ts';
import type { ScoringModels } from '../../evals/runner/sample-tools.ts';
import type { Suite } from '../../evals/suite/suite.ts';

/** How the models that scorers name are opened. */
export interface ScoringModelOpeners {
  readonly judge: (model: string) => Promise<Model>;
  readonly embedder: (model: string) => Promise<Model>;
}

export interface OpenScoringModels extends ScoringModels {
  close(): Promise<void>;
}

/**
 * The models that the scorers of a suite ask, all opened now: a judge without a key is found before anything is paid for.
 *
 * @throws Failure of the first that cannot be opened; those before it are closed
 */
export async function openScoringModels({ scorers }: Pick<Suite, 'scorers'>, openers: ScoringModelOpeners): Promise<OpenScoringModels> {
  const judges = new Map<string, Promise<Model>>();
  const embedders = new Map<string, Promise<Model>>();
  const models: ScoringModels = {
    judge: (model) => once(judges, model, openers.judge),
    embedder: (model) => once(embedders, model, openers.embedder),
  };
  const close = async () => {
    const opened = await Promise.allSettled([...judges.values(), ...embedders.values()]);
    await Promise.all(opened.map((one) => (one.status === 'fulfilled' ? one.value.close() : undefined)));
  };
  try {
    for (const { uses, parameters, bound } of scorers) {
      if (bound?.model !== undefined) await models.judge(bound.model);
      if (uses === 'similarity' && typeof parameters.model === 'string') await models.embedder(parameters.model);
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { ...models, close };
}

function once(opened: Map<string, Promise<Model>>, name: string, open: (name: string) => Promise<Model>): Promise<Model> {
  const model = opened.get(name) ?? open(name);
  opened.set(name, model);
  return model;
}
