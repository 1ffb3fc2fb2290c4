const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const DAY = 86_400_000;

/** How far local time is ahead of UTC, and what the zone is called. */
export interface Zone {
  readonly minutes: number;
  readonly name: string;
}

export const UTC: Zone = { minutes: 0, name: 'UTC' };

/** A moment as the clock in its zone shows it; read with the `getUTC…` methods. */
interface LocalTime {
  readonly clock: Date;
  readonly instant: number;
  readonly zone: Zone;
}

/** What a directive gives, and how a number is padded unless flags say otherwise. */
type Directive = readonly [give: (time: LocalTime) => string | number, width?: number, pad?: ' ' | '0'];

const hour12 = ({ clock }: LocalTime): number => clock.getUTCHours() % 12 || 12;
const half = ({ clock }: LocalTime): string => (clock.getUTCHours() < 12 ? 'am' : 'pm');
const dayOfYear = ({ clock }: LocalTime): number => Math.floor((clock.getTime() - Date.UTC(clock.getUTCFullYear(), 0, 1)) / DAY) + 1;
const week = (time: LocalTime, firstDay: number): number =>
  Math.floor((dayOfYear(time) + 6 - ((time.clock.getUTCDay() - firstDay + 7) % 7)) / 7);
const short = (names: readonly string[], index: number): string => (names[index] ?? '').slice(0, 3);

const DIRECTIVES: Readonly<Record<string, Directive>> = {
  a: [({ clock }) => short(DAYS, clock.getUTCDay())],
  A: [({ clock }) => DAYS[clock.getUTCDay()] ?? ''],
  b: [({ clock }) => short(MONTHS, clock.getUTCMonth())],
  h: [({ clock }) => short(MONTHS, clock.getUTCMonth())],
  B: [({ clock }) => MONTHS[clock.getUTCMonth()] ?? ''],
  C: [({ clock }) => Math.floor(clock.getUTCFullYear() / 100), 2],
  d: [({ clock }) => clock.getUTCDate(), 2],
  e: [({ clock }) => clock.getUTCDate(), 2, ' '],
  H: [({ clock }) => clock.getUTCHours(), 2],
  I: [hour12, 2],
  j: [dayOfYear, 3],
  k: [({ clock }) => clock.getUTCHours(), 2, ' '],
  l: [hour12, 2, ' '],
  L: [({ clock }) => clock.getUTCMilliseconds(), 3],
  m: [({ clock }) => clock.getUTCMonth() + 1, 2],
  M: [({ clock }) => clock.getUTCMinutes(), 2],
  N: [({ clock }) => `${String(clock.getUTCMilliseconds()).padStart(3, '0')}000000`],
  p: [(time) => half(time).toUpperCase()],
  P: [half],
  q: [({ clock }) => ordinal(clock.getUTCDate())],
  s: [({ instant }) => Math.floor(instant / 1000)],
  S: [({ clock }) => clock.getUTCSeconds(), 2],
  u: [({ clock }) => clock.getUTCDay() || 7],
  U: [(time) => week(time, 0), 2],
  w: [({ clock }) => clock.getUTCDay()],
  W: [(time) => week(time, 1), 2],
  y: [({ clock }) => clock.getUTCFullYear() % 100, 2],
  Y: [({ clock }) => clock.getUTCFullYear(), 4],
  Z: [({ zone }) => zone.name],
  n: [() => '\n'],
  t: [() => '\t'],
  '%': [() => '%'],
};

const COMPOSED: Readonly<Record<string, string>> = {
  c: '%a %b %e %H:%M:%S %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%H:%M:%S',
  v: '%e-%b-%Y',
  x: '%m/%d/%y',
  X: '%H:%M:%S',
};

/**
 * Writes a moment (milliseconds since the epoch) by a strftime format, in English, the same on every machine.
 *
 * The engine's own reads the clock of the machine's zone, which skips an hour in spring, and writes `%c` in
 * the machine's language. Unknown directives stay as they are.
 */
export function formatDate(instant: number, format: string, zone: Zone = UTC): string {
  const time: LocalTime = { clock: new Date(instant + zone.minutes * 60_000), instant, zone };
  const composed = format.replace(/%([cDFrRTvxX])/g, (_, code: string) => COMPOSED[code] ?? '');
  return composed.replace(/%([-_0^#:]*)(\d{0,3})([a-zA-Z%])/g, (whole, flags: string, width: string, code: string) => {
    if (code === 'z') return offset(zone, flags.includes(':') ? ':' : '');
    const directive = DIRECTIVES[code];
    if (directive === undefined) return whole;
    const [give, ownWidth = 0, pad = '0'] = directive;
    return padded(give(time), flags, width === '' ? ownWidth : Number(width), pad);
  });
}

function padded(value: string | number, flags: string, width: number, pad: string): string {
  const upper = flags.includes('^') || flags.includes('#');
  const text = upper ? String(value).toUpperCase() : String(value);
  const fill = flags.includes('_') || typeof value === 'string' ? ' ' : flags.includes('0') ? '0' : pad;
  return flags.includes('-') ? text : text.padStart(width, fill);
}

function offset({ minutes }: Zone, separator: string): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}

function ordinal(day: number): string {
  if (day >= 11 && day <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
}
