import {
  choice,
  document,
  duration,
  flag,
  type Input,
  type InputsOf,
  integer,
  optional,
  path,
  type Run,
  text,
} from '@actions-aws/action';
import { checksDocument, verifyDocument } from '@actions-aws/checks';
import { alarmNames, canarySteps, untilWhere } from '@actions-aws/gates';
import { aliasName, versionNumber } from '@actions-aws/lambda';
import { failuresBut, promotionInputs, runInputs } from '@actions-aws/promotion';
import { imageUri } from './image-uri.ts';
import { sha256OrAny } from './sha256.ts';
import { functionsToPromote } from './wanted.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  functions: functionsToPromote(),
  zip: optional(path()),
  s3Uri: optional(
    text({ pattern: /^s3:\/\/[a-z0-9.-]{3,63}\/.+$/, hint: 'must be like s3://bucket/key', type: 'S3 URI' }),
  ),
  s3UriOwner: optional(account()),
  s3UriSha256: sha256OrAny(),
  imageUri: optional(imageUri()),
  artifactBucket: optional(
    text({ pattern: /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, hint: 'must be the name of a bucket', type: 'bucket' }),
  ),
  artifactBucketOwner: optional(account()),
  version: optional(versionNumber()),
  fromAlias: optional(aliasName()),
  latest: flag(),
  alias: aliasName(),
  smoke: document(checksDocument, { type: 'checks' }),
  smokeOn: choice('latest', 'version'),
  verify: document(verifyDocument, { type: 'checks' }),
  canary: canarySteps(),
  alarms: optional(alarmNames()),
  until: untilWhere(),
  holdFor: duration({ min: '1m', max: '336h' }),
  onFiringAlarm: choice('fail', 'ignore'),
  onInsufficientData: choice('hold', 'pass', 'fail'),
  errorFloor: choice('default', 'none'),
  minInvocations: integer({ min: 0, max: 1_000_000 }),
  settle: duration({ min: '0s', max: '1h' }),
  keepVersions: optional(integer({ min: 1, max: 1000 })),
  ...runInputs({ least: '10s' }),
  ...promotionInputs,
  allowUnqualified: flag(),
};

/** What a workflow gets. */
export const outputs = [
  'outcome',
  'version',
  'previous-version',
  'alias-arn',
  'candidate-arn',
  'code-sha256',
  'image-digest',
  'versions',
  'promoted-versions',
  'previous-versions',
  'alias-arns',
  'candidate-arns',
  'cutover-window-ms',
  'report',
] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresBut('condition-not-met', 'nothing-before');

/** A run of this action. */
export type LambdaPromote = Run<InputsOf<typeof inputs>, (typeof outputs)[number]>;

function account(): Input<string> {
  return text({ pattern: /^\d{12}$/, hint: 'must be an account of twelve digits', type: 'account' });
}
