import type { Observed } from '../plan/state.ts';
import type { Steps } from './stage.ts';

/** The steps by which a deployment goes on from a pause, or stays there. */
export const STEPS_OF_ANSWER = {
  async continue({ hookId }, observed, { context: { ports } }) {
    const deployment = observed.ours?.deployment;
    if (!deployment || hookId === '') throw new Error('There is no pause to go on from. This is a bug.');
    // Whether it was ours or another answer that came first, the next look tells what is so.
    await ports.deployments.answer(deployment.arn, hookId, 'CONTINUE');
    const { touched } = observed;
    const answered = [...observed.answered, hookId];
    return { ...observed, answered, touched: touched === 'yes' ? 'yes' : mayMeetUsers(observed) ? 'maybe' : 'no' };
  },

  async hold(_step, observed) {
    return { ...observed, held: true };
  },
} satisfies Partial<Steps>;

/** After a pause at which the test listener has it, users may be next. */
function mayMeetUsers({ ours, testRule }: Observed): boolean {
  const { testWeight = 0 } = ours?.deployment?.target ?? {};
  return testWeight >= 100 || !testRule;
}
