import { type EndedChapter, releaseNumbers } from './findings.ts';
import type { Answer } from './served.ts';

/** What the hosts of both sites serve right now, in a line. */
export function nowSentence(answers: readonly Answer[], chapters: readonly EndedChapter[]): string {
  const numbers = releaseNumbers(chapters);
  const sites = (['test', 'app'] as const).map((site) => {
    const last = new Map<number, string>();
    for (const answer of answers.slice(-64)) if (answer.site === site) last.set(answer.host, answer.release);
    const counts = new Map<string, number>();
    for (const id of last.values()) counts.set(id, (counts.get(id) ?? 0) + 1);
    const shares = [...counts].map(
      ([id, count]) => `${nameOf(id, numbers)} at ${count} ${count === 1 ? 'host' : 'hosts'}`,
    );
    return `${site.toUpperCase()}: ${shares.join(', ') || 'nothing yet'}`;
  });
  return sites.join(' · ');
}

/** A release for people; a candidate has its number only once its chapter is over. */
export function nameOf(id: string, numbers: ReadonlyMap<string, number>): string {
  if (id === '') return 'none';
  const number = numbers.get(id);
  return number === undefined ? 'the candidate' : `release ${number}`;
}
