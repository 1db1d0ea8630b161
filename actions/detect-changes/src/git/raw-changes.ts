import type { Change, Status } from '../changes.ts';
import { type Records, records } from './records.ts';

const STATUSES: Readonly<Record<string, Status>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};

const COLON = 0x3a;
const SIX = 0x36;
/** In `:100644 160000 …`, the second digit of each mode: a submodule's mode alone has a six there. */
const OLD_MODE = 2;
const NEW_MODE = 9;

interface Header {
  readonly status: Status;
  readonly submodule: boolean;
}

/**
 * Reads `git diff-tree --raw -z` as it arrives: `:<mode> <mode> <object> <object> <status>`, then one path, or two of a rename.
 * https://git-scm.com/docs/diff-format#_raw_output_format
 */
export function rawChanges(take: (change: Change) => void): Records {
  let header: Header | undefined;
  let from: string | undefined;
  const all = records((bytes, start, end) => {
    if (!header) {
      header = headerIn(bytes, start, end);
      return;
    }
    const path = bytes.toString('latin1', start, end);
    const { status, submodule } = header;
    if (status === 'renamed' && from === undefined) {
      from = path;
      return;
    }
    take({ status, path, ...(from === undefined ? {} : { from }), ...(submodule ? { submodule } : {}) });
    header = undefined;
    from = undefined;
  });
  return {
    push: all.push,
    end() {
      all.end();
      if (header) throw new Error('The output of git broke off before a path.');
    },
  };
}

function headerIn(bytes: Buffer, start: number, end: number): Header {
  // `R100` has a score, always of three digits.
  const last = bytes[end - 1] ?? 0;
  const letter = String.fromCharCode(last >= 0x30 && last <= 0x39 ? (bytes[end - 4] ?? 0) : last);
  const status = STATUSES[letter];
  if (bytes[start] !== COLON || status === undefined)
    throw new Error(
      `git diff-tree answered something else than a change: ${bytes.toString('latin1', start, Math.min(end, start + 200))}`,
    );
  const was = bytes[start + OLD_MODE] === SIX;
  const is = bytes[start + NEW_MODE] === SIX;
  return { status, submodule: is || (was && status !== 'added') };
}
