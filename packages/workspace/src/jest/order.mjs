// In which order jest starts test files. What takes longest starts first: a file that runs for a minute and starts last keeps
// one core busy while the others idle. jest orders by what it has measured before; in a fresh clone it has measured nothing, and
// the size of a file, by which it goes then, says little: a file of sweeps is short.
import Sequencer from '@jest/test-sequencer';

/**
 * Names of test files that take long in every room. First those that start many processes, the longest first: a worker grows with each
 * file, and as it starts a process the system copies what it has of its memory, which is half of the time of many a call of git.
 */
const LONG = [
  'storefront',
  'builders',
  'release',
  'start',
  'search-api',
  'publish',
  'events',
  'privilege',
  'event',
  'inputs',
  'bundles',
  'main',
  'run-action',
  'checkout',
  'name-image',
  'verify',
  'alerts',
  'upload',
  'api',
  'bundle',
  'catalog',
  'sweeps',
  'vite',
  'histories',
  'takes-looked-at',
  'faults',
  'races',
  'canary',
];

/**
 * Files of long names first; those of one name, and all others, in the order in which they come.
 *
 * @template {{ readonly path: string }} Test
 * @param {readonly Test[]} tests
 * @returns {Test[]}
 */
export function longestFirst(tests) {
  const place = (/** @type {Test} */ { path }) => {
    const at = LONG.indexOf(/([^/\\]+)\.test\.ts$/.exec(path)?.[1] ?? '');
    return at < 0 ? LONG.length : at;
  };
  return tests.toSorted((a, b) => place(a) - place(b));
}

/** jest's order, with what is known to take long before the rest. */
// biome-ignore lint/style/noDefaultExport: jest takes no other.
export default class LongestFirst extends Sequencer {
  /**
   * @override
   * @param {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} tests
   */
  async sort(tests) {
    return longestFirst(await super.sort(tests));
  }
}
