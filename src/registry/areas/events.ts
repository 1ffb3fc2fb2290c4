import type { Notification } from '../../protocol/events.ts';
import type { EnvironmentName } from '../../release/environment.ts';

/** What happens in a registry, as it happens. */
export interface EventCalls {
  /**
   * What happens in an environment, until `signal` aborts. The first one is of kind `ready`: what happens after it is not
   * missed, so read the state when it comes. A broken connection is made again and brings what was missed, or `ready` again.
   *
   * @throws Failure of a registry that refuses, such as `not-signed-in`; never because it cannot be reached.
   */
  events(environment: EnvironmentName, options?: { readonly signal?: AbortSignal }): AsyncIterable<Notification>;
}
