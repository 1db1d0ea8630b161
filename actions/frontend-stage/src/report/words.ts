import type { Step } from '../plan/state.ts';

/** One step in words, as plan, log and summary have it. */
export function inWords(step: Step): string {
  switch (step.do) {
    case 'upload':
      return `put ${count(step.files, 'file')} (${bytes(step.bytes)}) below r/${step.release}/, where they are not there`;
    case 'carry':
      return `copy ${count(step.files, 'hashed file')} of the release ${step.from}, for tabs that are open on it`;
    case 'commit':
      return `write the manifest of the release ${step.release}, which finishes it`;
    case 'note':
      return `note in the history of TEST that it goes from ${step.from ?? 'nothing'} to ${step.to}`;
    case 'move':
      return `point TEST from ${step.from ?? 'nothing'} to the release ${step.to}`;
    case 'spread':
      return `wait until all edges have the release ${step.release}, and none what was there before`;
    case 'await-served':
      return `wait until TEST says that it serves the release ${step.release}`;
  }
}

/** `1 file`, `2 files`. */
export function count(number: number, noun: string): string {
  return `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;
}

/** `1.2 MB`: thousands, as people count them. */
export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB'];
  let value = size;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? count(size, 'byte') : `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}
