import { counted } from './text/counted.ts';

const DURATION = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/;
const MILLISECONDS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds of `"500ms"`, `"2s"`, `"1.5m"`, `"6h"`, `"30d"`; undefined for anything else, a bare number included: its unit would be a guess. */
export function parseDuration(text: string): number | undefined {
  const [, figure, unit] = DURATION.exec(text.trim()) ?? [];
  return figure === undefined ? undefined : Number(figure) * MILLISECONDS[unit as keyof typeof MILLISECONDS];
}

/** A duration in its largest whole unit, as people say it: `7 days`, `90 minutes`. */
export function durationText(ms: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
    ['second', 1000],
  ] as const;
  const [unit, size] = units.find(([, length]) => ms >= length && ms % length === 0) ?? ['second', 1000];
  return counted(Math.ceil(ms / size), unit);
}
