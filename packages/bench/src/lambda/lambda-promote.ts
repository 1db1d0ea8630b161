import path from 'node:path';
import { type BundleStep, STEP_ACCESS_KEY } from '@actions-aws/testing';
import { root } from '../root.ts';
import { runStep } from '../step.ts';
import { type Way, windowIn } from './deployment.ts';
import type { Fleet } from './fleet.ts';

/** The folder of our action. */
export const lambdaPromoteFolder = path.join(root, 'actions/lambda-promote');

/** Our action with all that it does by default: plan, upload, smoke check, publish, move, verify through the alias. */
export function lambdaPromote(fleet: Fleet, workspace: string, signal: AbortSignal): Way {
  return {
    name: 'lambda-promote',
    async deploy(functions) {
      const step = { ...promotionOf(functions, workspace), cloud: fleet.cloud };
      const { wallMs, exitCode, outputs, stdout, stderr } = await runStep(step, signal);
      if (exitCode !== 0 || outputs.outcome !== 'promoted') {
        throw new Error(`lambda-promote ended ${outputs.outcome || `with ${exitCode}`}:\n${stdout}${stderr}`);
      }
      await fleet.assertPromoted(functions);
      const calls = await fleet.callsOf(STEP_ACCESS_KEY);
      const told = outputs['cutover-window-ms'];
      return { wallMs, calls: calls.length, windowMs: windowIn(calls), toldWindowMs: told ? Number(told) : undefined };
    },
  };
}

/** The step that promotes functions, each from its own zip file. */
export function promotionOf(functions: readonly string[], workspace: string): BundleStep {
  const list = functions.map((name) => ({ name, zip: `${name}.zip` }));
  return { action: lambdaPromoteFolder, workspace, inputs: { functions: JSON.stringify(list), smoke: 'GET /' } };
}
