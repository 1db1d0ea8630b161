import { type Clock, UserError } from '@actions-aws/action';
import type { Api, Question } from '../api.ts';
import { explainAnswer, unusable } from '../failures.ts';
import type { Followed } from './follow.ts';
import { nextPage } from './next-page.ts';

/** A list that a registry gives page by page. */
export interface Listing extends Question {
  /** The address of the first page, within the registry. */
  readonly at: URL;
  /** Whether an answer to the first page, of the registry itself, says that there is no such list. Later pages are there, or it is an error. */
  isNone(answer: Followed): boolean;
  /** How many entries were read so far. */
  count(): number;
  /** What to do where there are more than time allows. */
  readonly hint: string;
}

/**
 * The pages of a list, one after another; none where there is no such list. Pages of another server, and pages that lead back to one
 * that was read, are refused.
 *
 * @throws UserError where a page is no answer, and where time is up while there is more.
 */
export async function* pagesOf(
  api: Api,
  { isNone, count, hint, ...question }: Listing,
  { clock, until }: { readonly clock: Clock; readonly until: number },
): AsyncGenerator<Followed> {
  const seen = new Set<string>();
  for (let next: URL | undefined = question.at; next; ) {
    seen.add(next.href);
    const answer = await api.ask({ ...question, at: next });
    if (seen.size === 1 && isNone(answer) && answer.from.origin === api.base.origin) return;
    if (answer.status !== 200) throw explainAnswer(api, answer, question);
    yield answer;
    const following = nextPage(answer.headers.link, next);
    if (following && (following.origin !== api.base.origin || seen.has(following.href))) {
      throw unusable(next, `its next page is said to be at ${following.origin}${following.pathname}`, question);
    }
    if (following && clock.now() > until) {
      throw new UserError(`Could not ${question.doing} in time: there are more than ${count()}.`, {
        hint,
        code: 'unavailable',
      });
    }
    next = following;
  }
}
