import type { Right } from '@actions-aws/registry/order';
import type { Ref } from '../ref.ts';

/** Whose `latest` is as long as there is no release: the default branch's. */
export function untilReleased(ref: Ref): Right {
  if (ref.kind === 'branch' && ref.isDefault) return { by: 'revision' };
  if (ref.kind === 'branch' && ref.isDefault === undefined) {
    return { by: 'revision', denied: 'it is for the default branch, and the event does not say which one that is' };
  }
  return { by: 'revision', denied: 'it is for the default branch, until there is a release' };
}
