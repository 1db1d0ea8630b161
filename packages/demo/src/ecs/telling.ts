import type { SeenAnswer } from '@actions-aws/testing/ecs';
import { percent } from '../story/quantities.ts';
import { releaseOf } from './findings.ts';
import { binsOf, type Listener } from './shares.ts';

/** Of each listener so many answers are looked at. */
const lately = { production: 240, test: 8 };

/** Who answers users and the tester right now, in a line. */
export function nowSentence(answers: Readonly<Record<Listener, readonly SeenAnswer[]>>): string {
  const sides = (['production', 'test'] as const).map((listener) => {
    const own = answers[listener].slice(-lately[listener]);
    const [bin] = binsOf(own, { from: own[0]?.at ?? 0, until: (own.at(-1)?.at ?? 0) + 1, count: 1 });
    const shares = (bin?.shares ?? []).map(([version, share]) =>
      share === 1 ? releaseOf(version) : `${releaseOf(version)} ${percent(share)}`,
    );
    const errors = bin && bin.errors > 0 ? `, ${percent(bin.errors)} errors` : '';
    return `${listener === 'production' ? 'users' : 'test listener'}: ${shares.join(', ') || 'nothing yet'}${errors}`;
  });
  return sides.join(' · ');
}
