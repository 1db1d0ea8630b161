import { document, duration, type InputsOf, list, optional, type Run } from '@actions-aws/action';
import { checksDocument, siteAddress, siteHeaders, verifyDocument } from '@actions-aws/checks';
import { failuresOfSites, promotionInputs, runInputs } from '@actions-aws/promotion';
import { bucketName, distributionId, pointerChoice, stagedRelease } from '@actions-aws/site';
import { needsDocument } from './needs.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  bucket: bucketName(),
  testDistribution: distributionId(),
  appDistribution: distributionId(),
  pointer: pointerChoice(),
  staged: stagedRelease(),
  smoke: optional(document(checksDocument, { type: 'checks' })),
  proofs: optional(document(needsDocument, { type: '`toJSON(needs)`' })),
  require: optional(list({ pattern: /[A-Za-z_][\w-]*/, hint: 'each entry must be the id of a job' })),
  verify: document(verifyDocument, { type: 'checks' }),
  settle: duration({ min: '0s', max: '10m' }),
  headers: optional(siteHeaders()),
  testUrl: optional(siteAddress()),
  appUrl: optional(siteAddress()),
  ...runInputs({ least: '10s' }),
  ...promotionInputs,
};

/** What a workflow gets. */
export const outputs = ['outcome', 'release-id', 'promoted-release', 'previous-release', 'app-url', 'report'] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresOfSites('canary-failed', 'condition-not-met', 'nothing-before', 'stopped', 'not-ready');

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type FrontendPromote = Run<Given, (typeof outputs)[number]>;
