import type { Log } from '@actions-aws/action';
import { directoryOf } from './central-directory.ts';
import { type Origin, refuseContents, tellContents, unusable } from './contents.ts';

/** Looks into a zip before it is sent: what Lambda would refuse ends the run here, and what is odd is told. */
export function inspect(zip: Uint8Array, origin: Origin, log: Log): void {
  if (zip[0] !== 0x50 || zip[1] !== 0x4b) {
    throw unusable(
      origin,
      'it is not a zip file',
      origin.input === 'zip'
        ? 'Give a zip file, or the directory to pack: its contents become the root of the zip.'
        : 'Look at the step that uploads it: what is there has to be the zip file itself.',
    );
  }
  const entries = directoryOf(zip);
  if (entries === 'unreadable') {
    throw unusable(
      origin,
      'the zip file is cut short or damaged: the list of its files cannot be read',
      'Look at the step that makes it, and whether it was transferred whole.',
    );
  }
  // Of the larger format Lambda says itself what it thinks.
  if (entries === 'unknown') return;
  refuseContents(entries, origin);
  tellContents(entries, origin, log);
}
