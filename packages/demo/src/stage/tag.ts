import type { LocalGitHub } from '@actions-aws/local-github';
import { DescribeImagesCommand, type ECRClient } from '@aws-sdk/client-ecr';
import type { Run } from '../story/story.ts';
import { liveTag, repositoryName } from '../story/workflow.ts';
import { type Job, run } from './run.ts';

/** What the last step of a workflow is given. */
type Tagging = Pick<Job, 'inputs' | 'number' | 'workspace' | 'env' | 'cloud' | 'signal'> & {
  readonly github: Pick<LocalGitHub, 'endpoint' | 'tokenWith'>;
};

/** Has image-promote move the tag of the environment. It asks GitHub which commit is newer: a checkout has no history. */
export function tag({ github, ...job }: Tagging): Promise<Run> {
  // The token's default is an expression.
  const inputs = { ...job.inputs, token: github.tokenWith({ contents: 'read' }) };
  const env = { ...job.env, GITHUB_API_URL: github.endpoint };
  return run({ ...job, inputs, env, action: 'image-promote', onAws: true, onLog: () => {} });
}

/** The digest that the tag of the environment names; empty where there is none. */
export async function liveTagOf(ecr: ECRClient): Promise<string> {
  try {
    const imageIds = [{ imageTag: liveTag }];
    const { imageDetails } = await ecr.send(new DescribeImagesCommand({ repositoryName, imageIds }));
    return imageDetails?.[0]?.imageDigest ?? '';
  } catch (error) {
    if (/^(Image|Repository)NotFoundException$/.test((error as Error).name)) return '';
    throw error;
  }
}
