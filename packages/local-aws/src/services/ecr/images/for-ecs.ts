import { letsPull } from '../access/access.ts';
import type { EcrPlace } from '../place.ts';
import { settle } from '../settle.ts';
import { findImage } from './find.ts';
import { pull } from './pull.ts';

/**
 * What a pull by ECS gets of a repository, noted as every pull is. In the repository's own account the task execution role's permission is
 * enough; another account has to be let in by the repository's policy (https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_ECS.html,
 * repository-policies.html). What is archived cannot be pulled (archive-image.html: "will fail with a 404").
 */
export function imageForEcs(
  place: EcrPlace,
  repositoryName: string,
  reference: string,
  puller: { readonly account: string },
): { readonly digest: string } | 'absent' | 'denied' | 'archived' {
  settle(place.state, place.clock.now());
  const repository = place.state.repositories.get(repositoryName);
  const root = `arn:aws:iam::${puller.account}:root`;
  if (puller.account !== place.account && !letsPull(place, repositoryName, root)) return 'denied';
  if (!repository) return 'absent';
  const id = reference.includes(':') ? { imageDigest: reference } : { imageTag: reference };
  const found = pull(place, repository, id, () => true);
  if (found) return { digest: found.digest };
  return findImage(repository, id) ? 'archived' : 'absent';
}
