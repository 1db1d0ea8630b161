import { accepted, type Input, input, refused } from '@actions-aws/action';
import type { Pointer } from './pointer.ts';

/** A release behind TEST, and whose write put it there: what was tested is that, and nothing that came after it. */
export interface Staged {
  readonly release: string;
  /** The nonce of the owner of TEST's pointer. */
  readonly nonce: string;
}

/** The output `staged` of frontend-stage, such as `0123456789abcdef@0a1b2c3d`. */
export function stagedText({ release, nonce }: Staged): string {
  return `${release}@${nonce}`;
}

/** What a pointer holds, as {@link Staged}; `undefined` where none of our actions wrote it. */
export function stagedBy({ release, mark }: Pick<Pointer, 'release' | 'mark'>): Staged | undefined {
  return release && mark?.owner ? { release, nonce: mark.owner.nonce } : undefined;
}

/** The input that takes the output `staged` of frontend-stage. */
export function stagedRelease(): Input<Staged> {
  return input('the output `staged` of frontend-stage', (given) => {
    const [, release, nonce] = /^([0-9a-f]{16})@([0-9a-f]{8})$/.exec(given) ?? [];
    if (release && nonce) return accepted({ release, nonce });
    return refused(
      'must be the output `staged` of frontend-stage, such as 0123456789abcdef@0a1b2c3d',
      'Hand over the output `staged` of that step, and list it in the `outputs:` of its job.',
    );
  });
}
