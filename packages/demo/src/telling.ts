import type { Story } from './story.ts';
import { errorsIn, sharesOf } from './visits.ts';

/** What users meet right now, in a line. */
export function nowSentence({ visits }: Story): string {
  const last = visits.at(-1);
  if (!last) return 'users: none yet';
  const version = last.version ? `version ${last.version}` : 'an error';
  return `users right now: ${version} · ${visits.length} requests · ${errorsIn(visits)} failed`;
}

/** What users have met so far, in a sentence. */
export function usersSentence({ visits }: Story): string {
  if (visits.length === 0) return 'There were no users.';
  const shares = sharesOf(visits).map(({ version, share }) => `${Math.round(share * 100)} % by version ${version}`);
  const failed = errorsIn(visits);
  const answered = shares.length > 0 ? `, answered ${shares.join(' and ')}` : '';
  return `Users have sent ${visits.length} requests${answered}; ${failed === 0 ? 'none failed' : `${failed} failed`}.`;
}
