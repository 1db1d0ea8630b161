import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { STEP_ACCESS_KEY } from '@actions-aws/testing';
import type { NotMeasured } from '../../figure.ts';
import { peerFolder } from '../../peers.ts';
import { runStep } from '../../step.ts';
import type { Way } from './way.ts';

/** https://github.com/aws-actions/amazon-ecs-deploy-task-definition */
export const OFFICIAL = 'amazon-ecs-deploy-task-definition';

/** The official action, which waits until the service is stable. */
export function official(env: Readonly<Record<string, string | undefined>>): Way | NotMeasured {
  const action = peerFolder(OFFICIAL, env);
  if (typeof action !== 'string') return action;
  return {
    name: OFFICIAL,
    accessKey: STEP_ACCESS_KEY,
    async deploy({ cluster, service, taskDefinition, cloud, folder, signal }) {
      const file = 'task-definition.json';
      writeFileSync(path.join(folder, file), JSON.stringify(taskDefinition));
      const inputs = { 'task-definition': file, cluster, service, 'wait-for-service-stability': 'true' };
      const { exitCode } = await runStep({ action, workspace: folder, inputs, cloud }, signal);
      return exitCode ?? 1;
    },
  };
}
