import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { NotMeasured } from '../../figure.ts';
import { exitCodeOf } from '../../program.ts';
import { peerProgram } from '../../programs.ts';
import type { Way } from './way.ts';

const script = path.join(import.meta.dirname, '../deploy.sh');

const REGION = 'eu-west-1';

/** Tells its requests from others' in the journal. */
const ACCESS_KEY = 'AKIASCRIPT';

/** `deploy.sh`: register, update, `aws ecs wait services-stable`. */
export function awsCli(env: Readonly<Record<string, string | undefined>>): Way | NotMeasured {
  const missing = ['aws', 'bash'].map((name) => peerProgram(name, env)).find((each) => typeof each !== 'string');
  if (missing !== undefined) return missing as NotMeasured;
  const aws = path.dirname(peerProgram('aws', env) as string);
  return {
    name: 'aws ecs wait services-stable',
    accessKey: ACCESS_KEY,
    async deploy({ cluster, service, taskDefinition, cloud, folder, signal }) {
      writeFileSync(path.join(folder, 'task-definition.json'), JSON.stringify(taskDefinition));
      const own = {
        PATH: [aws, env.PATH].join(path.delimiter),
        HOME: folder,
        AWS_ENDPOINT_URL: cloud.endpoint,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_PAGER: '',
      };
      return exitCodeOf('bash', [script, cluster, service], { cwd: folder, env: own, signal });
    },
  };
}
