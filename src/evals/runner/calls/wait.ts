import type { Stop } from './stop.ts';

/** Resolves after some milliseconds; rejects with the reason of the stop when that comes first. */
export type Wait = (milliseconds: number, stop: Stop) => Promise<void>;

/** Waits in real time. Tests pass one that only counts. */
export const wait: Wait = (milliseconds, stop) =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      forget();
      resolve();
    }, milliseconds);
    const forget = stop.onStop((reason) => {
      clearTimeout(timer);
      reject(reason);
    });
  });
