import { pushImage } from '@actions-aws/testing/images';
import type { Image } from '../story/story.ts';
import { repositoryName } from '../story/workflow.ts';
import { imageOf } from './image.ts';
import { type Job, run } from './run.ts';

/** What names and builds an image: the workflow of a push. */
export type Building = Pick<Job, 'number' | 'workspace' | 'env' | 'cloud' | 'signal'>;

/** Has image-tag name the image of a checkout, and builds and pushes it where the registry has none of that name. */
export async function build(inputs: Job['inputs'], building: Building): Promise<Image> {
  // The token's default is an expression; the checkout has all that is asked for. The time is generous, since the clock runs faster.
  const named = { ...inputs, token: '', timeout: '10m' };
  const found = await run({ ...building, action: 'image-tag', inputs: named, onAws: true, onLog: () => {} });
  const { tag = '', labels = '', exists } = found.outputs;
  const { release, image } = await imageOf(building.workspace, labels);
  if (exists === 'false') await pushImage(building.cloud, `${repositoryName}:${tag}`, image);
  const digest = exists === 'false' ? image.digest : (found.outputs.digest ?? '');
  return { release, tag, digest, run: found };
}
