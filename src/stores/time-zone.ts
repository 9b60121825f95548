// What time it is somewhere: offsets of the IANA time zones, as the runtime knows them.

/** The zone where none is given. */
export const UTC = 'UTC';

const DAY_MS = 86_400_000;
/** Zones whose formatter is kept: more than there are. */
const formats = new Map<string, Intl.DateTimeFormat>();

/** Whether a name is one of the IANA database. */
export function isTimeZone(name: string): boolean {
  // Newer runtimes take offsets too.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, format);
  return format;
}

/** Milliseconds that clocks of a zone, whose name is right, are ahead of UTC at a time. */
function offsetMs(zone: string, epochMs: number): number {
  if (zone === UTC) return 0;
  const seconds = Math.floor(epochMs / 1000) * 1000;
  const parts = new Map<string, number>();
  for (const { type, value } of formatOf(zone).formatToParts(seconds)) {
    parts.set(type, Number(value));
  }
  const part = (type: string) => parts.get(type) ?? 0;
  const [year, month, day] = [part('year'), part('month') - 1, part('day')];
  return Date.UTC(year, month, day, part('hour'), part('minute'), part('second')) - seconds;
}

/** What clocks of a zone show at a time, as if it were UTC. */
export function clockMs(zone: string, epochMs: number): number {
  return epochMs + offsetMs(zone, epochMs);
}

/**
 * When clocks of a zone show a time, given as if it were UTC: the first time, where they show it
 * twice; where they skip it, the time at which they would have.
 */
export function epochMsOf(zone: string, shownMs: number): number {
  const before = offsetMs(zone, shownMs - DAY_MS);
  const after = offsetMs(zone, shownMs + DAY_MS);
  const isShown = (offset: number) => offsetMs(zone, shownMs - offset) === offset;
  const shown = [before, after].filter(isShown).map((offset) => shownMs - offset);
  return shown.length === 0 ? shownMs - before : Math.min(...shown);
}
