import { type Clock, text, UserError } from '@actions-aws/action';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { deployer as deploys } from '../../../../src/simulation/step.ts';
import { attemptsOf, promote } from '../../promote.ts';

/** The careless promotion in this process. */
export const deployer = deploys({
  inputs: { functions: text(), zip: text(), flaw: text() },
  outputs: ['outcome'],
  async main({ inputs, env, clock, outputs, fail }, connect) {
    const lambda = tryingAgain(connect(LambdaClient), attemptsOf(inputs.flaw), clock);
    const asked = { ...inputs, workspace: env.GITHUB_WORKSPACE ?? '' };
    const { outcome, error } = await promote(asked, { lambda, sleep: (ms) => clock.sleep(ms) });
    outputs.set('outcome', outcome);
    if (error) fail(new UserError(error));
  },
});

/** A request that fails is made again, as the SDK does for the process, but with pauses on the clock that is stepped. */
function tryingAgain(lambda: LambdaClient, attempts: number, clock: Clock): LambdaClient {
  lambda.middlewareStack.add(
    (next) => async (given) => {
      for (let tried = 1; ; tried += 1) {
        try {
          return await next(given);
        } catch (error) {
          const { httpStatusCode: status = 500 } =
            (error as { $metadata?: { httpStatusCode?: number } }).$metadata ?? {};
          if (tried >= attempts || (status < 500 && status !== 429)) throw error;
          await clock.sleep(1_000);
        }
      }
    },
    { step: 'initialize', name: 'tryingAgain' },
  );
  return lambda;
}
