import { text, UserError } from '@actions-aws/action';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { deployer as deploys } from '../../../../src/simulation/step.ts';
import { attemptsOf, promote } from '../../promote.ts';

/** The careless promotion in this process. */
export const deployer = deploys({
  inputs: { functions: text(), zip: text(), flaw: text() },
  outputs: ['outcome'],
  async main({ inputs, env, clock, outputs, fail }, connect) {
    const lambda = connect(LambdaClient, { attempts: attemptsOf(inputs.flaw) });
    const asked = { ...inputs, workspace: env.GITHUB_WORKSPACE ?? '' };
    const { outcome, error } = await promote(asked, { lambda, sleep: (ms) => clock.sleep(ms) });
    outputs.set('outcome', outcome);
    if (error) fail(new UserError(error));
  },
});
