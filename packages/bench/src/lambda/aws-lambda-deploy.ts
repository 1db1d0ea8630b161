import { type BundleStep, STEP_ACCESS_KEY } from '@actions-aws/testing';
import { runStep } from '../step.ts';
import { type Way, windowIn } from './deployment.ts';
import type { Fleet } from './fleet.ts';

/** https://github.com/aws-actions/aws-lambda-deploy */
export const AWS_LAMBDA_DEPLOY = 'aws-lambda-deploy';

/**
 * A step for each function, one after the other, as a job has them. The peer uploads code, and publishes it in the same
 * call; it does not wait for that update, runs no check and moves no alias.
 */
export function awsLambdaDeploy(folder: string, fleet: Fleet, workspace: string, signal: AbortSignal): Way {
  return {
    name: AWS_LAMBDA_DEPLOY,
    async deploy(functions) {
      let wallMs = 0;
      for (const name of functions) {
        const step = { ...uploadOf(folder, name, workspace), cloud: fleet.cloud };
        const ended = await runStep(step, signal);
        if (ended.exitCode !== 0) throw new Error(`${AWS_LAMBDA_DEPLOY} failed:\n${ended.stdout}${ended.stderr}`);
        wallMs += ended.wallMs;
      }
      await fleet.assertUploaded(functions);
      const calls = await fleet.callsOf(STEP_ACCESS_KEY);
      return { wallMs, calls: calls.length, windowMs: windowIn(calls) };
    },
  };
}

/** The step that uploads one function. It is told what the function has anyway, so that nothing else changes. */
export function uploadOf(folder: string, functionName: string, workspace: string): BundleStep {
  const inputs = {
    'function-name': functionName,
    'code-artifacts-dir': functionName,
    runtime: 'nodejs22.x',
    publish: 'true',
  };
  return { action: folder, workspace, inputs };
}
