import { choice, type Input, text } from '@actions-aws/action';
import type { PointerChoice } from '../pointer/pointer.ts';

/** The input for a bucket's name: https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export function bucketName(): Input<string> {
  return text({
    pattern: /(?!\d+\.\d+\.\d+\.\d+$)(?!.*\.\.)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]/,
    hint: 'must be the name of a bucket, such as my-site, without s3:// and without a path',
    type: 'name of a bucket',
  });
}

/** The input for a distribution's id. */
export function distributionId(): Input<string> {
  return text({
    pattern: /E[A-Z0-9]{5,31}/,
    hint: 'must be the id of a distribution, such as E1A2B3C4D5E6F7, and neither its domain nor its ARN',
    type: 'id of a distribution',
  });
}

/** The input for where a site's pointer stands. */
export function pointerChoice(): Input<PointerChoice> {
  return choice('auto', 'origin-path', 'key-value-store');
}
