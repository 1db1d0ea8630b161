import type { NotMeasured } from '../../figure.ts';
import { runProgram } from '../../program.ts';
import { peerProgram } from '../../programs.ts';
import type { Uploading, Way } from './way.ts';

type Env = Readonly<Record<string, string | undefined>>;

/** As many as frontend-stage has; rclone's own number is 4. */
export const TRANSFERS = 64;

const CREDENTIALS = { AWS_ACCESS_KEY_ID: 'AKIAPEER', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'eu-west-1' };

/** What most deployments of sites have, with its own settings: ten requests at a time. */
export function awsSync(env: Env): Way | NotMeasured {
  return peer(env, 'aws', 'aws s3 sync', ({ folder, bucket, cloud }) => [
    ...['--endpoint-url', cloud.endpoint, 's3', 'sync', folder, `s3://${bucket}/site`],
    ...['--no-progress', '--only-show-errors'],
  ]);
}

/**
 * https://rclone.org/s3/, with our parallelism. Debian's sends `private` unless told otherwise, which a bucket without ACLs refuses:
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
 */
export function rclone(env: Env): Way | NotMeasured {
  return peer(env, 'rclone', `rclone sync, ${TRANSFERS} at once`, ({ folder, bucket, cloud }) => [
    ...['sync', folder, `:s3:${bucket}/site`, '--s3-provider', 'Other', '--s3-env-auth', '--s3-region', 'eu-west-1'],
    ...['--s3-no-check-bucket', '--s3-acl', 'bucket-owner-full-control', '--stats', '0', '--log-level', 'ERROR'],
    ...['--s3-endpoint', cloud.endpoint, '--transfers', String(TRANSFERS), '--checkers', String(TRANSFERS)],
  ]);
}

function peer(
  env: Env,
  program: string,
  name: string,
  argsFor: (uploading: Uploading) => readonly string[],
): Way | NotMeasured {
  const file = peerProgram(program, env);
  if (typeof file !== 'string') return file;
  return {
    name,
    async upload(uploading) {
      const { home, signal } = uploading;
      // Nothing of the machine's own configuration.
      const own = { PATH: env.PATH, HOME: home, TMPDIR: home, AWS_DEFAULT_REGION: 'eu-west-1', ...CREDENTIALS };
      return (await runProgram(file, argsFor(uploading), { cwd: home, env: own, isSingle: true, signal })).wallMs;
    },
  };
}
