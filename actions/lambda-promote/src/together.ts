import { shareFailure as share, together } from '@actions-aws/promotion';
import { advance, left, type Participant } from './participant.ts';
import type { Phase } from './plan/facts.ts';
import type { PromotionContext } from './ports.ts';

/** Takes some participants through a phase at the same time; the failure of one stops the others where they are. */
export type Go = (participants: readonly Participant[], phase: Phase) => Promise<readonly Participant[]>;

/** Makes a {@link Go}. */
export function goTogether(context: PromotionContext): Go {
  return (participants, phase) =>
    together(participants, context.signal, (one, signal) => advance(one, phase, { ...context, signal }));
}

/** One verdict for all: what went wrong with one is wrong with each. */
export function shareFailure(participants: readonly Participant[]): readonly Participant[] {
  return share(participants, {
    nameOf: ({ desired }) => desired.functionName,
    verb: 'promoted',
    concerns: () => true,
  });
}

/** Whether the alias is to move. */
export function isToMove(participant: Participant): boolean {
  return left(participant, 'move').some((step) => step.do === 'move');
}
