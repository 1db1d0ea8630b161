import type { Change, Status } from '../changes.ts';
import { type Records, records } from './records.ts';

const STATUSES: Readonly<Record<string, Status>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  R: 'renamed',
  T: 'type-changed',
};

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
  const all = records((text, start, end) => {
    if (!header) {
      header = headerIn(text, start, end);
      return;
    }
    const path = text.slice(start, end);
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

function headerIn(text: string, start: number, end: number): Header {
  // `R100` has a score, always of three digits.
  const last = text.charAt(end - 1);
  const status = STATUSES[last >= '0' && last <= '9' ? text.charAt(end - 4) : last];
  if (text.charAt(start) !== ':' || status === undefined)
    throw new Error(
      `git diff-tree answered something else than a change: ${text.slice(start, Math.min(end, start + 200))}`,
    );
  const was = text.charAt(start + OLD_MODE) === '6';
  const is = text.charAt(start + NEW_MODE) === '6';
  return { status, submodule: is || (was && status !== 'added') };
}
