import path from 'node:path';
import { STEP_ACCESS_KEY } from '@actions-aws/testing';
import { root } from '../../root.ts';
import { runStep } from '../../step.ts';
import type { Way } from './way.ts';

/** The folder of our action. */
export const ecsDeployFolder = path.join(root, 'actions/ecs-deploy');

/** Our action. Tasks without a load balancer cannot be asked for anything, so that nothing is. */
export const ecsDeploy: Way = {
  name: 'ecs-deploy',
  accessKey: STEP_ACCESS_KEY,
  async deploy({ cluster, service, image, cloud, folder, signal }) {
    const inputs = { cluster, service, images: `app: ${image}`, smoke: 'none', verify: 'none' };
    const { exitCode, outputs, stdout } = await runStep(
      { action: ecsDeployFolder, workspace: folder, inputs, cloud },
      signal,
    );
    // A failure of any other kind says nothing of how soon the end is noticed.
    if (!['promoted', 'rejected', 'rolled-back'].includes(outputs.outcome ?? ''))
      throw new Error(`ecs-deploy ended ${outputs.outcome || `with ${exitCode}`}:\n${stdout}`);
    return exitCode ?? 1;
  },
};
