import type { Dispatcher } from 'undici';
import type { ResponseHeaders } from '../../base/net/single-header.ts';
import { MAX_BODY_BYTES, tooMany } from './bounded-body.ts';

/** Errors are a sentence or two; a provider that sends more has sent something else. */
export const MAX_ERROR_BYTES = 64 * 1024;

/** One response, read to its end. */
export interface WholeResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** Of a status other than 200 only the start. */
  readonly text: string;
}

/** A request that failed, and whether a response had begun. */
export interface BrokenResponse {
  readonly error: unknown;
  readonly hasResponse: boolean;
}

/**
 * Sends a request and collects what comes back.
 *
 * Asks undici for the pieces themselves: the stream that it makes of them costs a third more for a short answer, and an
 * eval has a hundred thousand of them. Rejects with a {@link BrokenResponse}.
 */
export function wholeResponse(dispatcher: Dispatcher, request: Dispatcher.DispatchOptions, signal: AbortSignal): Promise<WholeResponse> {
  return new Promise((resolve, reject) => {
    const collector = new Collector(resolve, reject, signal);
    if (!signal.aborted) dispatcher.dispatch(request, collector);
  });
}

class Collector implements Dispatcher.DispatchHandler {
  readonly #resolve: (response: WholeResponse) => void;
  readonly #reject: (broken: BrokenResponse) => void;
  readonly #signal: AbortSignal;
  readonly #onAbort = () => this.#break(this.#signal.reason);
  #controller: Dispatcher.DispatchController | undefined;
  #isDone = false;
  #status = 0;
  #headers: ResponseHeaders = {};
  #bytes = 0;
  readonly #chunks: Buffer[] = [];

  constructor(resolve: (response: WholeResponse) => void, reject: (broken: BrokenResponse) => void, signal: AbortSignal) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    if (signal.aborted) this.#onAbort();
    else signal.addEventListener('abort', this.#onAbort);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    // It may have waited for a connection until nobody wanted it any more.
    if (this.#isDone) controller.abort(new Error('no longer wanted'));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: ResponseHeaders): void {
    // What comes before the response, like 103.
    if (status < 200) return;
    this.#status = status;
    this.#headers = headers;
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#isDone) return;
    this.#bytes += chunk.length;
    this.#chunks.push(chunk);
    if (this.#status !== 200 && this.#bytes >= MAX_ERROR_BYTES) {
      this.#finish(MAX_ERROR_BYTES);
      this.#letGo();
    } else if (this.#bytes > MAX_BODY_BYTES) {
      this.#break(tooMany(MAX_BODY_BYTES));
    }
  }

  onResponseEnd(): void {
    this.#finish(this.#bytes);
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    this.#break(error);
  }

  #finish(bytes: number): void {
    if (!this.#end()) return;
    const [only] = this.#chunks;
    const body = only !== undefined && this.#chunks.length === 1 ? only : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, headers: this.#headers, text: body.toString('utf8', 0, bytes) });
  }

  #break(error: unknown): void {
    if (!this.#end()) return;
    this.#reject({ error, hasResponse: this.#status > 0 });
    this.#letGo();
  }

  /** False when it has ended already. */
  #end(): boolean {
    if (this.#isDone) return false;
    this.#isDone = true;
    this.#signal.removeEventListener('abort', this.#onAbort);
    return true;
  }

  #letGo(): void {
    this.#controller?.abort(new Error('no longer wanted'));
  }
}
