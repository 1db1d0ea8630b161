import { type Answer, answerTo } from '../src/canary/guard.ts';
import { begin } from '../src/participant.ts';
import type { Desired, Observed } from '../src/plan/state.ts';
import { alias, desired, moved, published, settled, uploaded, version } from './support/situations.ts';

type Situation = readonly [Partial<Observed>, Partial<Desired>];

const steps: Partial<Desired> = { canary: [{ share: 0.1, bakeMs: 300_000 }] };
const trial = (words: string, code: string): Partial<Observed> => ({
  latest: uploaded,
  alias: alias('live', '6', `lambda-promote to=6 from=5 ${words} nonce=0000000f`, { 7: 0.1 }),
  canary: version('7', code, { description: published.description }),
});
const at = (minutes: number) => new Date(settled.at + minutes * 60_000).toISOString();

const fresh: Situation = [{ latest: uploaded }, steps];
const live: Situation = [{ latest: uploaded, live: published, alias: alias('live', '7') }, steps];
const first: Situation = [{ alias: undefined, live: undefined, previousAlias: undefined }, steps];
const staged: Situation = [{}, { ...steps, until: 'staged' }];
const held: Situation = [trial(`held=7 share=10% until=${at(5)} run=900.1`, 'new-code'), steps];
const dead: Situation = [trial(`canary=7 share=10% until=${at(-5)} run=900.1`, 'new-code'), steps];
const alive: Situation = [trial(`canary=7 share=10% until=${at(5)} run=900.1`, 'other-code'), steps];
const provedLater: Situation = [moved, steps];

test.each<[string, readonly Situation[], Answer]>([
  ['a share is to be given', [fresh], 'give-nothing'],
  ['a share is to be given of one', [live, first, fresh], 'give-nothing'],
  ['all is live already', [live], 'go-on'],
  ['a first promotion', [first], 'go-on'],
  ['until it is staged', [staged], 'go-on'],
  ['all users have it, and it is to be proved still', [provedLater], 'go-on'],
  ['users meet the candidate', [held], 'take-back'],
  ['users of one meet the candidate', [live, held], 'take-back'],
  ["another's canary was left behind", [dead], 'go-on'],
  ["another's canary is under way", [fresh, alive], 'go-on'],
  ["users meet the candidate of one, and another's of the other", [held, dead], 'take-back'],
])('while an alarm fires: %s', (_, situations, expected) => {
  const participants = situations.map(([observed, asked]) =>
    begin({ desired: { ...desired, ...asked } }, { ...settled, ...observed }),
  );
  expect(answerTo(participants)).toBe(expected);
});
