import { drawn } from '../../kernel/drawn.ts';
import type { EcsState } from './state.ts';

/** Whether ECS does something of which AWS does not say whether it does: the same in all of a cloud, drawn where that is by the seed. */
export function isGuessed(
  { guesses, pace }: Pick<EcsState, 'guesses' | 'pace'>,
  what: 'breakerBeyondRolling' | 'breakerCountsExits',
): boolean {
  const guess = guesses[what];
  return guess === 'seed' ? drawn(pace.seed, what) < 0.5 : guess;
}
