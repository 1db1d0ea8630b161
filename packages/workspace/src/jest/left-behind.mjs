// What one file of tests could leave behind for the next one of its worker.
import process from 'node:process';

/** Functions that tests replace to have their own time. */
const REPLACED = /** @type {const} */ ([
  ['Date', globalThis],
  ['now', Date],
  ['random', Math],
  ['fetch', globalThis],
  ['setTimeout', globalThis],
  ['setInterval', globalThis],
  ['setImmediate', globalThis],
  ['queueMicrotask', globalThis],
]);

/**
 * @typedef {object} State
 * @property {Readonly<Record<string, string | undefined>>} environment
 * @property {string} folder
 * @property {readonly unknown[]} functions
 */

/**
 * The process as it is now.
 *
 * @returns {State}
 */
export function stateOf() {
  return {
    environment: { ...process.env },
    folder: process.cwd(),
    functions: REPLACED.map(([name, home]) => Reflect.get(home, name)),
  };
}

/**
 * What differs, in words.
 *
 * @param {State} before
 * @param {State} after
 */
export function changed(before, after) {
  const names = Object.keys({ ...before.environment, ...after.environment });
  return [
    ...names
      .filter((name) => before.environment[name] !== after.environment[name])
      .map((name) => `the environment variable ${name}`),
    ...(before.folder === after.folder ? [] : ['the working directory']),
    ...REPLACED.filter((_, at) => before.functions[at] !== after.functions[at]).map(([name]) => `\`${name}\``),
  ];
}

/** @param {State} before */
export function restore(before) {
  for (const name of Object.keys(process.env)) if (!(name in before.environment)) delete process.env[name];
  Object.assign(process.env, before.environment);
  process.chdir(before.folder);
  REPLACED.forEach(([name, home], at) => {
    Reflect.set(home, name, before.functions[at]);
  });
}
