import type { NormalResult } from '@actions-aws/findings';
import type { Candidate } from './state.ts';

/** What an aggregate says of a result, as far as it has a say in what is sent. */
export interface Judged {
  readonly fate: 'open' | 'suppressed' | 'accepted' | 'excluded';
  readonly state?: string | undefined;
}

/**
 * What becomes of a result. One that is gone from a run that saw only a part may still be there, and its alert stays open by
 * being sent again; elsewhere what is gone is not sent, so that its alert closes.
 *
 * @param isPartial the tool says that it did not see everything, and the workflow says that it is enough.
 */
export function fateOf(
  result: NormalResult,
  judged: Judged | undefined,
  { isPartial }: { readonly isPartial: boolean },
): Candidate['fate'] {
  if (judged && judged.fate !== 'open') return judged.fate;
  if (result.suppressed) return 'suppressed';
  const isAbsent = (judged?.state ?? result.sarif.baselineState) === 'absent';
  if (isAbsent && !(judged && isPartial)) return 'absent';
  if (result.severity.word === 'none') return 'nothing to judge';
  return result.place ? 'open' : 'no place';
}
