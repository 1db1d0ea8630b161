import { UserError } from '@actions-aws/action';
import { showImageName } from '@actions-aws/registry';
import type { Desired, Observed, Step } from '../plan/state.ts';
import type { ImageContext } from '../ports.ts';
import { compare } from './compare.ts';
import { copyBlobs, putManifests, recordReferrers } from './copy.ts';
import type { Candidate } from './moving.ts';
import { moveTag, writeTag } from './tags.ts';

/** Applies one step, and gives what is observed after it. */
export async function apply(
  step: Step,
  observed: Observed,
  desired: Desired,
  context: ImageContext,
  candidate: Candidate,
): Promise<Observed> {
  switch (step.do) {
    case 'create':
      return create(observed, desired, context);
    case 'blobs':
      return copyBlobs(observed, desired, context);
    case 'manifests':
      return putManifests(step, observed, desired, context);
    case 'record':
      return recordReferrers(step, observed, desired, context);
    case 'compare':
      return compare(observed, desired, context);
    case 'tag':
      return looked(await writeTag(step.tag, observed, desired, context));
    case 'move': {
      const wish = desired.moving.find(({ tag }) => tag === step.tag);
      if (!wish) throw new Error(`A plan moves ${step.tag}, which was not asked for. This is a bug.`);
      return looked(await moveTag(wish, observed, desired, context, candidate));
    }
  }
}

/** A look at a tag is for one write. */
function looked(observed: Observed): Observed {
  return { ...observed, looked: undefined };
}

/** Creates the repository, with tags that cannot move but for those that this run moves. */
async function create(observed: Observed, { moving, to }: Desired, { ports }: ImageContext): Promise<Observed> {
  try {
    await ports.to.create({ immutable: true, exclusions: moving.map(({ tag }) => tag) });
  } catch (error) {
    // Another run may have made it a moment before, or the answer was lost.
    if (!(error instanceof UserError) || (await ports.to.existence()) !== 'present') throw error;
  }
  if ((await ports.to.existence()) === 'absent') {
    throw new UserError(`${showImageName(to)} was made, and is not there.`, {
      code: 'unavailable',
      hint: 'Run the job again.',
    });
  }
  return { ...observed, destination: 'present' };
}
