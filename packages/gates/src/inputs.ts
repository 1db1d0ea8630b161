import {
  accepted,
  document,
  entriesOf,
  type Input,
  input,
  list,
  parseDuration,
  type Refusal,
  refused,
} from '@actions-aws/action';
import * as z from 'zod';

/** A share of the users, and how long it is watched before the next. */
export interface CanaryStep {
  /** Above 0 and below 1. */
  readonly share: number;
  readonly bakeMs: number;
}

/** Where a promotion is told to stop and wait for another call: before users see anything, or at a share of them. */
export type Until = 'staged' | number;

const SHARE = /^(\d+(?:\.\d)?)\s*%$/;
const DAY_MS = 86_400_000;

/** The input for a canary: shares that grow, and how long each is watched, such as `10%/5m, 50%/10m`; no share for `none`. */
export function canarySteps(): Input<readonly CanaryStep[]> {
  return input('shares and times, as `10%/5m, 50%/10m`, or `none`', (given) => {
    if (given === 'none') return accepted([]);
    const entries = entriesOf(given);
    if (!entries.accepted) return entries;
    const refusals: Refusal[] = [];
    const steps: CanaryStep[] = [];
    for (const entry of entries.value) {
      const [share = '', time = '', ...more] = entry.split('/').map((one) => one.trim());
      const percent = Number(SHARE.exec(share)?.[1]);
      const bakeMs = parseDuration(time);
      const before = steps.at(-1)?.share ?? 0;
      if (more.length > 0 || !isShare(percent) || !bakeMs || bakeMs > DAY_MS) {
        refusals.push({
          value: entry,
          message: 'must be a share above 0% and below 100% and the time to watch it, up to 24h',
          remedy: 'Write it like `10%/5m`.',
        });
      } else if (thousandths(percent) <= before) {
        refusals.push({ value: entry, message: 'must be a larger share than the one before it' });
      } else steps.push({ share: thousandths(percent), bakeMs });
    }
    if (refusals.length > 0) return { accepted: false, refusals };
    return accepted(steps);
  });
}

/** The input for where to stop: `staged`, or a share such as `10%`; nowhere for `promoted`. */
export function untilWhere(): Input<Until | undefined> {
  return input<Until | undefined>('`staged`, a share, as `10%`, or `promoted`', (given) => {
    if (given === 'promoted') return accepted(undefined);
    if (given === 'staged') return accepted('staged');
    const percent = Number(SHARE.exec(given)?.[1]);
    if (isShare(percent)) return accepted(thousandths(percent));
    return refused('must be `staged`, `promoted`, or a share above 0% and below 100%', 'Write it like `10%`.');
  });
}

/** The input for alarms: their names, or `none`, which has to be said. */
export function alarmNames(): Input<readonly string[]> {
  const several = document(z.array(z.string().min(1)).min(1, 'must name at least one alarm'));
  const plain = list();
  return input('names, or `none`', async (given, surroundings) => {
    if (given === 'none') return accepted([]);
    // A name may hold commas: then it stands in a YAML list.
    const isDocument = /^\s*(\[|-\s)/.test(given);
    const read = await (isDocument ? several : plain).parse(given, surroundings);
    return read.accepted ? accepted([...new Set(read.value)]) : read;
  });
}

function isShare(percent: number): boolean {
  return percent > 0 && percent < 100;
}

/** Shares are kept as exactly as they are written: to a tenth of a percent. */
function thousandths(percent: number): number {
  return Number((percent / 100).toFixed(3));
}
