import { choice, flag, type InputsOf, optional, path, type Run, secret } from '@actions-aws/action';
import { failuresOfImages, runInputs } from '@actions-aws/promotion';
import { imageName } from '@actions-aws/registry';
import { moving } from './moving.ts';
import { digest, repositories, tag, tags, tagsOrNone } from './references.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  from: imageName(),
  to: optional(imageName()),
  digest: optional(digest()),
  tag: optional(tag()),
  tags: tags(),
  moving: moving(),
  requireTag: tagsOrNone(),
  maxSeverity: choice('any', 'critical', 'high', 'medium', 'low', 'informational'),
  referrers: choice('require', 'try', 'none'),
  mountFrom: optional(repositories()),
  create: flag(),
  allowOlder: flag(),
  token: optional(secret()),
  workingDirectory: path({ kind: 'directory' }),
  ...runInputs({ least: '10s' }),
};

/** What a workflow gets. */
export const outputs = [
  'outcome',
  'digest',
  'image-by-digest',
  'tags',
  'previous-digest',
  'moved-tags',
  'referrers',
  'bytes',
  'report',
] as const;

/** Why a run is red, by the `code` in the output `report`. */
export const failures = failuresOfImages();

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type ImagePromote = Run<Given, (typeof outputs)[number]>;
