import { choice, flag, type InputsOf, optional, path, type Run, text } from '@actions-aws/action';
import { siteAddress, siteHeaders } from '@actions-aws/checks';
import { failuresOfSites, runInputs } from '@actions-aws/promotion';
import { bucketName, distributionId, pointerChoice } from '@actions-aws/site';
import { pageConfig } from './config.ts';
import { headerRules } from './header-rules.ts';
import { patternList } from './patterns.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  directory: path({ kind: 'directory' }),
  bucket: bucketName(),
  testDistribution: distributionId(),
  appDistribution: distributionId(),
  pointer: pointerChoice(),
  assets: patternList({ auto: true, none: 'none' }),
  exclude: patternList({ none: 'none' }),
  headerRules: optional(headerRules()),
  config: optional(pageConfig()),
  configId: text({ pattern: /[^\s"'<>&]+/, hint: 'must be an id, without spaces, quotes or markup', type: 'id' }),
  precompressed: choice('drop', 'renew'),
  headers: optional(siteHeaders()),
  testUrl: optional(siteAddress()),
  appUrl: optional(siteAddress()),
  ...runInputs({ least: '10s' }),
  allowOlder: flag(),
};

/** What a workflow gets. */
export const outputs = ['outcome', 'release-id', 'staged', 'test-url', 'previous-release', 'report'] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = {
  ...failuresOfSites(
    'check-failed',
    'canary-failed',
    'code-changed',
    'condition-not-met',
    'stopped',
    'not-ready',
    'nothing-before',
    'not-proved',
    'not-served',
    'not-whole-release',
  ),
  unsafe: 'The sites, the bucket or a policy are not as they have to be; nothing was written.',
  'pointer-changed': 'Another writer moved the pointer of TEST while this run was under way.',
  'older-run': 'What TEST serves was staged by a newer run of the same workflow.',
  'pointer-unreadable': 'What the pointer of TEST holds could not be read after a write.',
};

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type FrontendStage = Run<Given, (typeof outputs)[number]>;
