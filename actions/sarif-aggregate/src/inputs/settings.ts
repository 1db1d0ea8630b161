import type { Settings } from '../gate/settings.ts';
import type { Given } from './inputs.ts';

/** What decides which findings block. */
export function settingsFrom(
  { failOn, failOnNew, unknownAs, kinds, exclude, accept, enforce }: Given,
  now: number,
): Settings {
  return {
    failOn,
    failOnNew,
    ...(unknownAs !== undefined && { unknownAs }),
    kinds,
    exclude: exclude ?? [],
    accept: accept ?? [],
    today: new Date(now).toISOString().slice(0, 10),
    enforce,
  };
}
