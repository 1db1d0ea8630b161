import { UserError } from '@actions-aws/action';
import { type ImageName, showImageName } from '../image-name.ts';
import type { Absent, Found } from '../registry.ts';
import type { Persistence } from '../transport/insist.ts';
import type { Ecr } from './ecr.ts';

/** Two of AWS's APIs may disagree for a moment. Milliseconds between looks, and how many there are. */
const PAUSE_MS = 1_000;
const LOOKS = 5;

/**
 * Describes an image in ECR. Its registry says of an archived image that it is absent
 * (https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html), so that ECR's own API is asked, too,
 * about images of any status: only where both say so, an image is absent.
 */
export async function describeInEcr(
  describe: () => Promise<Found | Absent>,
  ecr: () => Promise<Ecr>,
  name: ImageName,
  reference: string,
  { clock, until, signal }: Persistence,
): Promise<Found | Absent> {
  for (let looks = 1; ; looks += 1) {
    const described = await describe();
    if (described.state === 'present') return described;
    const image = await (await ecr()).find(reference);
    if (!image) return described;
    const { digest, status } = image;
    const shown = `${reference} of ${showImageName(name)}`;
    if (status === 'ARCHIVED') return { state: 'archived', why: `${shown} is archived, as ${digest}.`, digest };
    if (status === 'ACTIVATING') {
      return { state: 'archived', why: `${shown} is on its way out of the archive, as ${digest}.`, digest };
    }
    if (status !== 'ACTIVE') {
      throw new UserError(`${shown} has the status ${status}, which is not known here.`, {
        hint: 'Look at the image in ECR, and update this action.',
      });
    }
    if (looks === LOOKS || clock.now() + PAUSE_MS > until) {
      throw new UserError(`${shown} is there by ECR's API, as ${digest}, and absent by its registry.`, {
        hint: 'Run the job again.',
        code: 'unavailable',
      });
    }
    await clock.sleep(PAUSE_MS, signal);
  }
}
