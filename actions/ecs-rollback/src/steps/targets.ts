import {
  contentOf,
  type OwnerMark,
  pinned,
  pinnedDocument,
  revisionArn,
  revisionId,
  type Service,
  type ServiceRevision,
} from '@actions-aws/ecs';
import { type Failure, runOf } from '@actions-aws/promotion';
import { differences } from '../plan/fields.ts';
import type { Desired, Observed, Target } from '../plan/state.ts';
import type { Ports } from '../ports.ts';
import {
  imageGone,
  imageUnseen,
  imageUnseenInWords,
  noTarget,
  noWayBack,
  revisionGone,
  tagsOnly,
  taskDefinitionGone,
  wentBackByHand,
} from '../report/words.ts';

/** How many of the newest successful deployments are looked through: as many revisions as one request takes. */
const SUCCESSFUL = 20;

/** Looks for where to go back to, and whether tasks could be started from it; a failure says why not. Nothing is written. */
export async function findTarget(observed: Observed, desired: Desired, ports: Ports): Promise<Target | Failure> {
  const { service } = observed;
  const named = nameOf(observed, desired);
  const found = named ?? (await newestOther(observed, desired, ports));
  if ('code' in found) return found;
  const { id, because } = found;
  const [revision] = await ports.services.describeRevisions([revisionArn(service, id)]);
  if (!revision) return noWayBack(revisionGone(id, because, await successfulOf(observed, desired, ports)), desired);
  const taskDefinition = await ports.taskDefinitions.describe(revision.taskDefinition);
  if (!taskDefinition) return noWayBack(taskDefinitionGone(revision, because), desired);
  const { images, tagged } = pinned(revision, taskDefinition);
  if (tagged.length > 0 && !desired.allowTags) return noWayBack(tagsOnly(id, because, tagged), desired);
  const seen = await lookAt(Object.values(images), id, desired, ports);
  if ('code' in seen) return noWayBack(seen, desired);
  return { revision, taskDefinition, because, images, tagged, unseen: seen.unseen };
}

/** Where to go, as far as it is said: by the workflow, or by what our actions noted. */
function nameOf(
  { standing, mark }: Observed,
  { to }: Desired,
): { readonly id: string; readonly because: string } | undefined {
  if (to !== undefined) return { id: to, because: 'the workflow names it' };
  const isBroken = standing.is === 'broken off';
  if (mark?.undid !== undefined && isBroken && mark.to) {
    return { id: mark.to, because: `${runOf(mark)} was about to go back to it` };
  }
  const from = fromOf(mark);
  const last = standing.is === 'broken off' ? standing.target : standing.is === 'resting' ? standing.live : '';
  if (mark && from && from !== last) return { id: from, because: `it was live when ${runOf(mark)} deployed ${last}` };
  const sources = standing.is === 'broken off' ? standing.deployment.sources : [];
  const [only] = sources;
  if (only && sources.length === 1) return { id: revisionId(only.arn), because: `${last} was about to replace it` };
  return undefined;
}

function fromOf(mark: OwnerMark | undefined): string | undefined {
  return mark?.from === undefined ? undefined : revisionId(mark.from);
}

/** The newest revision that was deployed successfully and differs from what is live in what its tasks do. */
async function newestOther(
  observed: Observed,
  desired: Desired,
  ports: Ports,
): Promise<{ readonly id: string; readonly because: string } | Failure> {
  const { undoing, standing } = observed;
  const live = standing.is === 'resting' ? standing.live : standing.is === 'broken off' ? standing.target : '';
  const ids = await successfulOf(observed, desired, ports);
  if (!undoing) return noTarget(observed, desired, ids);
  const arns = ids.map((id) => revisionArn(observed.service, id));
  const revisions = arns.length > 0 ? await ports.services.describeRevisions(arns) : [];
  const same = await compare(undoing, observed.service, ports);
  const [candidate, ...older] = await others(revisions, same);
  if (!candidate) return noTarget(observed, desired, []);
  // What is live now was live before the candidate was: a person went back by hand, and "the one before" would be what failed.
  for (const one of older) if (await same(one)) return wentBackByHand(live, revisionId(one.arn), ids, desired);
  return {
    id: revisionId(candidate.arn),
    because: 'of those that were deployed successfully, it is the newest with other content',
  };
}

/** Of revisions, the newest first, those from the first on that is another one. */
async function others(
  revisions: readonly ServiceRevision[],
  same: (one: ServiceRevision) => Promise<boolean>,
): Promise<readonly ServiceRevision[]> {
  for (const [index, one] of revisions.entries()) if (!(await same(one))) return revisions.slice(index);
  return [];
}

/** Tells of a revision whether its tasks do the same as those of another one: task definition, images by digest, and what a service sets. */
async function compare(
  live: ServiceRevision,
  service: Service,
  ports: Ports,
): Promise<(one: ServiceRevision) => Promise<boolean>> {
  const contents = new Map<string, Promise<string>>();
  const contentOfRevision = (revision: ServiceRevision): Promise<string> => {
    const key = `${revision.taskDefinition} ${JSON.stringify(revision.images)}`;
    const known = contents.get(key) ?? pinnedContent(revision, ports);
    contents.set(key, known);
    return known;
  };
  return async (one) => {
    const { fields, lost } = differences(one, live, { ...service, raw: {} });
    if (Object.keys(fields).length > 0 || lost.length > 0) return false;
    const [ours, theirs] = await Promise.all([contentOfRevision(live), contentOfRevision(one)]);
    return ours === theirs;
  };
}

async function pinnedContent(revision: ServiceRevision, ports: Ports): Promise<string> {
  const taskDefinition = await ports.taskDefinitions.describe(revision.taskDefinition);
  return taskDefinition ? contentOf(pinnedDocument(revision, taskDefinition)) : revision.taskDefinition;
}

/** Ids of the revisions that were deployed successfully, the newest first, without what is live. */
async function successfulOf({ standing }: Observed, { name }: Desired, ports: Ports): Promise<readonly string[]> {
  const live = standing.is === 'resting' ? standing.live : standing.is === 'broken off' ? standing.target : '';
  const briefs = await ports.services.deployments(name, { statuses: ['SUCCESSFUL'], most: SUCCESSFUL });
  return [...new Set(briefs.map(({ target }) => revisionId(target)))].filter((id) => id !== live);
}

/** Looks whether images are where tasks would pull them from. */
async function lookAt(
  images: readonly string[],
  id: string,
  { allowUnseenImages }: Desired,
  { images: port }: Ports,
): Promise<{ readonly unseen: readonly string[] } | Failure> {
  const unseen: string[] = [];
  const looked = await Promise.all(
    [...new Set(images)].map(async (image) => ({ image, kept: await port.look(image) })),
  );
  for (const { image, kept } of looked) {
    if (kept.is === 'gone' || kept.is === 'archived') return imageGone(id, image, kept.is);
  }
  for (const { image, kept } of looked) {
    if (kept.is === 'there') continue;
    if (kept.is === 'unknown' && !allowUnseenImages) return imageUnseen(id, image, kept.why);
    unseen.push(imageUnseenInWords(image, kept));
  }
  return { unseen };
}
