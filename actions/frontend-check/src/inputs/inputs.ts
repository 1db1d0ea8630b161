import { duration, type InputsOf, optional, type Run } from '@actions-aws/action';
import { siteAddress, siteHeaders } from '@actions-aws/checks';
import { bucketName, distributionId, pointerChoice } from '@actions-aws/site';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  bucket: bucketName(),
  testDistribution: distributionId(),
  appDistribution: distributionId(),
  pointer: pointerChoice(),
  testUrl: optional(siteAddress()),
  appUrl: optional(siteAddress()),
  headers: optional(siteHeaders()),
  timeout: duration({ min: '1s', max: '1h' }),
};

/** What a workflow gets. */
export const outputs = ['outcome', 'red', 'warnings', 'verdicts', 'test-release', 'app-release'] as const;

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type FrontendCheck = Run<Given, (typeof outputs)[number]>;
