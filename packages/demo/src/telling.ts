import type { Story } from './story.ts';
import { errorsIn, sharesOf } from './visits.ts';

/** What users meet right now, in a line. */
export function nowSentence({ visits }: Story): string {
  const last = visits.at(-1);
  if (!last) return 'users: none yet';
  const version = last.version ? `version ${last.version}` : 'an error';
  return `users right now: ${version} · ${visits.length} requests · ${errorsIn(visits)} failed`;
}

/** What users have met so far, in a sentence or two. */
export function usersSentence({ visits }: Story): string {
  const [first] = visits;
  const last = visits.at(-1);
  if (!first || !last) return 'There were no users.';
  const seconds = Math.max(1, Math.round((last.at - first.at) / 1000));
  const failed = errorsIn(visits);
  const shares = sharesOf(visits).map(({ version, share }) => `${Math.round(share * 100)} % by version ${version}`);
  const answered = shares.length > 0 ? `, answered ${shares.join(' and ')}` : '';
  return `Users sent ${visits.length} requests in ${seconds} s${answered}. ${failed === 0 ? 'None' : failed} failed.`;
}
