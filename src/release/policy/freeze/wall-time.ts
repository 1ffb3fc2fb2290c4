const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether this machine's table of time zones has a name, such as `Europe/Berlin`. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What a clock on the wall shows, as the milliseconds that it would be if the wall were in UTC. */
export function wallTime(instant: number, timeZone: string): number {
  const parts = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) + (((instant % 1000) + 1000) % 1000);
}

/**
 * When a clock on the wall shows a time.
 *
 * In autumn some times come twice: `first` or `last` says which is meant. In spring some never come: then it is the
 * moment at which the clock jumps over them.
 */
export function instantOf(wall: number, timeZone: string, which: 'first' | 'last'): number {
  const before = wall - offset(wall - DAY, timeZone);
  const after = wall - offset(wall + DAY, timeZone);
  const found = [before, after].filter((instant) => wallTime(instant, timeZone) === wall);
  if (found.length > 0) return which === 'first' ? Math.min(...found) : Math.max(...found);
  return jumpBetween(Math.min(before, after), Math.max(before, after), wall, timeZone);
}

const DAY = 24 * 60 * 60 * 1000;

function offset(instant: number, timeZone: string): number {
  return wallTime(instant, timeZone) - instant;
}

/** The first instant at which the clock is beyond `wall`. */
function jumpBetween(early: number, late: number, wall: number, timeZone: string): number {
  let [low, high] = [early, late];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (wallTime(middle, timeZone) < wall) low = middle;
    else high = middle;
  }
  return high;
}

/** Kept, because making one takes longer than all that it is used for. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(timeZone, made);
  return made;
}
