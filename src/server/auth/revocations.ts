import type { Credential } from '../../access/principal.ts';

/**
 * Tells long answers at once that who opened them is not let in any more.
 *
 * Within this process: a stream also asks again now and then (`admit`), for what another replica revoked.
 */
export interface Revocations {
  /** A token or session was ended. */
  announce(credential: Pick<Credential, 'kind' | 'id'>): void;
  /** Calls back once when the credential ends; the answer stops listening. */
  listen(credential: Pick<Credential, 'kind' | 'id'>, onEnd: () => void): () => void;
}

export function revocations(): Revocations {
  const listeners = new Map<string, Set<() => void>>();
  const keyOf = ({ kind, id }: Pick<Credential, 'kind' | 'id'>) => `${kind} ${id}`;
  return {
    announce(credential) {
      const ended = listeners.get(keyOf(credential));
      listeners.delete(keyOf(credential));
      for (const onEnd of ended ?? []) onEnd();
    },
    listen(credential, onEnd) {
      const key = keyOf(credential);
      const own = listeners.get(key) ?? new Set();
      listeners.set(key, own.add(onEnd));
      return () => {
        own.delete(onEnd);
        if (own.size === 0 && listeners.get(key) === own) listeners.delete(key);
      };
    },
  };
}
