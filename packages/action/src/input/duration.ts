import { accepted, type Input, input, refused } from './input.ts';
import { inside, within } from './scalars.ts';

const units = { h: 3_600_000, m: 60_000, s: 1_000, ms: 1 } as const;
const form = /^(?:(\d+(?:\.\d+)?)h)?\s*(?:(\d+(?:\.\d+)?)m(?!s))?\s*(?:(\d+(?:\.\d+)?)s)?\s*(?:(\d+)ms)?$/;

/**
 * A span of time such as `90s`, `5m`, `1h30m` or `500ms`, in milliseconds. Bounds are written the same way. A bare number
 * is refused: nobody can tell seconds from milliseconds.
 */
export function duration(bounds: { min?: string; max?: string } = {}): Input<number> {
  const range = {
    ...(bounds.min === undefined ? {} : { min: milliseconds(bounds.min) }),
    ...(bounds.max === undefined ? {} : { max: milliseconds(bounds.max) }),
  };
  const words = `a duration${within(range, showDuration)}`;
  return input(`${words.replace(/^a /, '')}, as \`90s\` or \`5m\``, (given) => {
    const ms = parseDuration(given);
    if (ms !== undefined && inside(ms, range)) return accepted(ms);
    return refused(`must be ${words}`, 'Write it with units: `90s`, `5m`, `1h30m` or `500ms`.');
  });
}

/** Milliseconds of `1h30m`; `undefined` for anything that is not a duration. */
export function parseDuration(text: string): number | undefined {
  const [, h, m, s, ms] = form.exec(text) ?? [];
  if (h === undefined && m === undefined && s === undefined && ms === undefined) return undefined;
  return Math.round(
    Number(h ?? 0) * units.h + Number(m ?? 0) * units.m + Number(s ?? 0) * units.s + Number(ms ?? 0) * units.ms,
  );
}

/** `5400000` as `1h30m`: what `parseDuration` reads back. */
export function showDuration(ms: number): string {
  let rest = Math.max(0, Math.round(ms));
  let shown = '';
  for (const [unit, size] of Object.entries(units)) {
    const count = Math.floor(rest / size);
    if (count > 0) shown += `${count}${unit}`;
    rest -= count * size;
  }
  return shown || '0s';
}

function milliseconds(bound: string): number {
  const ms = parseDuration(bound);
  if (ms === undefined) throw new TypeError(`\`${bound}\` is not a duration`);
  return ms;
}
