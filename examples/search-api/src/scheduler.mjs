import { format } from './entries.mjs';
import { release } from './release.mjs';

/** Says which books need a new entry: `{ entries: [{ title, format }] }`. EventBridge Scheduler invokes it once a minute. */
export async function handler({ entries }) {
  return { release, due: entries.filter((entry) => entry.format !== format).map(({ title }) => title) };
}
