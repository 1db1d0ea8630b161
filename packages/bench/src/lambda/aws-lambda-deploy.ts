import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BundleStep, STEP_ACCESS_KEY } from '@actions-aws/testing';
import type { NotMeasured } from '../figure.ts';
import { runStep } from '../step.ts';
import { type Way, windowIn } from './deployment.ts';
import type { Fleet } from './fleet.ts';

/** https://github.com/aws-actions/aws-lambda-deploy */
export const AWS_LAMBDA_DEPLOY = 'aws-lambda-deploy';

/** The checkout of the peer within the folder of checkouts that `PEERS` names, or why there is none. */
export function awsLambdaDeployFolder(env: Readonly<Record<string, string | undefined>>): string | NotMeasured {
  if (!env.PEERS) return { why: 'PEERS names no folder of checkouts' };
  const folder = path.resolve(env.PEERS, AWS_LAMBDA_DEPLOY);
  if (!existsSync(path.join(folder, 'dist/index.js'))) return { why: `there is no ${folder}/dist/index.js` };
  return folder;
}

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
