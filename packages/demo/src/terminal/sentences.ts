import { duration, percent } from '../story/quantities.ts';
import type { Story } from '../story/story.ts';
import { errorsIn, identified, sharesOf } from '../story/visits.ts';

/** What users meet right now, in a line. */
export function nowSentence({ functionNames, visits }: Pick<Story, 'functionNames' | 'visits'>): string {
  const last = functionNames.flatMap((name) => {
    const visit = visits.findLast(({ functionName }) => functionName === name);
    return visit ? [visit.problem ? 'an error' : visit.release] : [];
  });
  if (last.length === 0) return 'users: none yet';
  const met = new Set(last).size === 1 ? last[0] : last.join(', ');
  return `users right now: ${met === 'an error' ? met : `release ${met}`} · ${visits.length} requests · ${errorsIn(visits)} failed`;
}

/** What users have met so far, in a sentence or two. */
export function usersSentence({ visits }: Pick<Story, 'visits'>): string {
  const times = visits.map(({ at }) => at);
  if (times.length === 0) return 'There were no users.';
  const took = duration(Math.max(...times) - Math.min(...times));
  const failed = errorsIn(visits);
  const shares = sharesOf(identified(visits)).map(({ release, share }) => `${percent(share)} by release ${release}`);
  const answered = shares.length > 0 ? `, answered ${list(shares)}` : '';
  return `Users sent ${visits.length} requests in ${took}${answered}. ${failed === 0 ? 'None' : failed} failed.`;
}

function list(texts: readonly string[]): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} and ${texts.at(-1)}`;
}
