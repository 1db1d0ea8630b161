import { choice, duration, type InputsOf, optional, path, type Run, secret } from '@actions-aws/action';
import { imageName } from '@actions-aws/registry';
import { buildArgs } from './build-args.ts';
import { component, moving, paths, template } from './names.ts';

/** What a workflow gives. Names, descriptions and defaults are in action.yml. */
export const inputs = {
  image: imageName(),
  key: choice('commit', 'tree'),
  component: optional(component()),
  paths: optional(paths()),
  buildArgs: optional(buildArgs()),
  moving: moving(),
  template: template(),
  workingDirectory: path({ kind: 'directory' }),
  token: optional(secret()),
  timeout: duration({ min: '1s', max: '6h' }),
};

/** What a workflow gets. */
export const outputs = [
  'tag',
  'tags',
  'tags-json',
  'image',
  'exists',
  'state',
  'digest',
  'image-by-digest',
  'moving-tags',
  'labels',
  'annotations',
] as const;

/** What a workflow gave. */
export type Given = InputsOf<typeof inputs>;

/** A run of this action. */
export type ImageTag = Run<Given, (typeof outputs)[number]>;
