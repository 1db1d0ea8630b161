import { carryInto, type Releases, withCarried } from '@actions-aws/site';
import { releaseSoFar } from '../plan/plan.ts';
import type { Desired, Observed } from '../plan/state.ts';
import type { StageContext } from '../ports.ts';

/** Copies the hashed files of a release that was live into this one, so that tabs which are open on it go on working. */
export async function carry(
  observed: Observed,
  from: string,
  desired: Desired,
  { ports: { releases }, signal }: StageContext,
): Promise<Observed> {
  const source = observed.live.find(({ id }) => id === from);
  if (!source) throw new Error(`A plan carries files of ${from}, which was not live. This is a bug.`);
  const soFar = releaseSoFar(observed, desired);
  // A release that is finished already names more; one that is not yet does so with its manifest.
  const extend: Releases['extend'] = observed.release
    ? releases.extend
    : async (_id, files) => withCarried(soFar, files);
  const { manifest, files, lost } = await carryInto(soFar, source, { copy: releases.copy, extend }, signal);
  const loss = `${lost} of ${files} hashed files of the release ${from} could not be copied: its open tabs miss them.`;
  return {
    ...observed,
    ...(observed.release && { release: manifest }),
    carriedFrom: [...observed.carriedFrom, from],
    carried: manifest.carried,
    losses: [...observed.losses, ...(lost > 0 ? [loss] : [])],
  };
}
