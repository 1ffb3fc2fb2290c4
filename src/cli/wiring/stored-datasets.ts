import type { StoredDatasets } from '../../workflows/evaluation/load-dataset.ts';
import type { Session } from '../session/session.ts';

/** Datasets of the registry for suites that name one; the registry is opened when one is not on this machine. */
export function openStoredDatasets(session: Pick<Session, 'workspace' | 'registryIfConfigured'>): StoredDatasets {
  return async (reference) => {
    const { storedDatasets } = await import('../../workflows/evaluation/datasets/stored-datasets.ts');
    const { root } = await session.workspace();
    return storedDatasets({ root, registry: session.registryIfConfigured })(reference);
  };
}
