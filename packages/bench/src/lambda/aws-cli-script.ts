import path from 'node:path';
import process from 'node:process';
import type { NotMeasured } from '../figure.ts';
import { runProgram } from '../program.ts';
import { type Way, windowIn } from './deployment.ts';
import { type Fleet, REGION } from './fleet.ts';

const script = path.join(import.meta.dirname, 'deploy.sh');

/** Tells its requests from others' in the journal. */
const ACCESS_KEY = 'AKIASCRIPT';

/** `deploy.sh`: one function after the other, as such scripts are written. */
export function awsCliScript(fleet: Fleet, workspace: string, signal: AbortSignal): Way {
  return {
    name: 'AWS CLI script',
    async deploy(functions) {
      const env = {
        PATH: process.env.PATH,
        HOME: workspace,
        AWS_ENDPOINT_URL: fleet.cloud.endpoint,
        AWS_REGION: REGION,
        AWS_DEFAULT_REGION: REGION,
        AWS_ACCESS_KEY_ID: ACCESS_KEY,
        AWS_SECRET_ACCESS_KEY: 'secret',
        AWS_PAGER: '',
      };
      const { wallMs } = await runProgram('bash', [script, ...functions], { cwd: workspace, env, signal });
      await fleet.assertPromoted(functions);
      const calls = await fleet.callsOf(ACCESS_KEY);
      return { wallMs, calls: calls.length, windowMs: windowIn(calls) };
    },
  };
}

/** Which AWS CLI there is, or why the script cannot be run. */
export async function awsCli(signal: AbortSignal): Promise<string | NotMeasured> {
  try {
    await runProgram('bash', ['-c', 'true'], { signal });
    const { stdout } = await runProgram('aws', ['--version'], { signal });
    return stdout.trim().split(' ')[0] ?? '';
  } catch (error) {
    signal.throwIfAborted();
    const { code, path: program, message } = error as NodeJS.ErrnoException;
    return { why: code === 'ENOENT' ? `there is no \`${program}\` on the PATH` : message };
  }
}
