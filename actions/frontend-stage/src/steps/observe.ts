import { UserError } from '@actions-aws/action';
import type { Failure } from '@actions-aws/promotion';
import {
  type Addressed,
  accountOf,
  charactersToFree,
  judge,
  lackingOf,
  type Manifest,
  pathOf,
  questionOf,
  type Role,
  readComment,
  readValue,
  routingOf,
  type Survey,
  sharing,
  surveySites,
  tabsBefore,
  textAt,
  unreachedIn,
  whyOf,
} from '@actions-aws/site';
import { isThere } from '../plan/plan.ts';
import { refusal } from '../plan/refusal.ts';
import type { Desired, Observed, Seen } from '../plan/state.ts';
import type { Ports } from '../ports.ts';

/** What staging starts from, and the account of the distributions. */
export interface Observation {
  readonly observed: Observed;
  /** With the build as the sites will find it: that is told by where their pointers stand. */
  readonly desired: Desired;
  readonly account: string | undefined;
}

/**
 * Looks at all that the plan reads. The survey, which frontend-check makes as well, has read both distributions and the releases that they
 * serve; where the build is one of these, that leaves the history of APP and what it names: at most three requests.
 */
export async function observe(
  given: Desired,
  addressed: Addressed,
  ports: Ports,
  signal: AbortSignal,
): Promise<Observation> {
  const survey = await surveySites(questionOf(given, addressed, ports), ports.survey, signal);
  const isStored = survey.pointer === 'key-value-store';
  const desired = isStored ? { ...given, build: sharing(given.build) } : given;
  const observed: Observed = {
    verdicts: judge(survey, 'stage'),
    test: seenIn(survey, 'test'),
    app: seenIn(survey, 'app'),
    release: undefined,
    live: [],
    staged: undefined,
    isUploaded: false,
    transfers: { sent: 0, copied: 0, kept: 0 },
    carried: [],
    carriedFrom: [],
    losses: [],
    isNoted: false,
    moved: false,
    isSpread: false,
    isServed: false,
    failure: isStored ? (unroutable(desired) ?? unreached(desired, survey)) : undefined,
  };
  const account = accountOf(survey.app.distribution);
  // What must not begin needs no other look.
  if (refusal(observed, desired)) return { observed, desired, account };
  return {
    desired,
    account,
    observed: { ...observed, ...(await releasesFor(survey, observed, desired, ports.under(signal, account))) },
  };
}

/** Why the function of the sites could not find the pages of the build. */
function unroutable({ build }: Desired): Failure | undefined {
  try {
    routingOf(build);
    return undefined;
  } catch (error) {
    const { message, hint } = error as UserError;
    return { code: 'error', message, ...(hint && { hint }) };
  }
}

/** Why a file of the build would be there, and no visitor could reach it. */
function unreached({ build, bucket }: Desired, survey: Survey): Failure | undefined {
  for (const role of ['test', 'app'] as const) {
    const { distribution } = survey[role];
    const [first, ...others] = distribution.is === 'read' ? unreachedIn(distribution.value.config, build, bucket) : [];
    if (!first) continue;
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    return {
      code: 'error',
      message: `Visitors of ${role === 'test' ? 'TEST' : 'APP'} would not reach ${first.path}${more}: ${whyOf(first)}.`,
      hint: first.isShared
        ? 'Give the behaviour an origin of the bucket with the origin path `/assets`, and no function; or take it out.'
        : 'Give the behaviour a pattern that fits hashed files alone, such as `assets/*.js`, or take it out: the function of the site finds all files. Or put the file elsewhere; if its name changes with its content, list it in `assets`.',
    };
  }
  return undefined;
}

async function releasesFor(
  survey: Survey,
  { test, app }: Observed,
  { build, app: site }: Desired,
  { releases, history }: Ports,
): Promise<Pick<Observed, 'release' | 'live' | 'staged'>> {
  const known = new Map(surveyed(survey).map((manifest) => [manifest.id, manifest]));
  const read = async (id: string) => known.get(id) ?? releases.read(id);
  const [finished, moves] = await Promise.all([read(build.id), history.newest(site)]);
  const release = finished && (isThere(test, build) || (await isWhole(finished, releases)) ? finished : undefined);
  const live = await Promise.all(tabsBefore(build.id, app, moves).map(read));
  const staged = test.release === undefined || test.release === build.id ? undefined : await read(test.release);
  return { release, live: live.filter((manifest) => manifest !== undefined), staged };
}

/** Whether all files of its own are there still: a release of which some were taken away is finished once more. */
async function isWhole(release: Manifest, releases: Ports['releases']): Promise<boolean> {
  return (await lackingOf(release, releases)).length === 0;
}

/** The manifests that the survey has read. */
function surveyed({ test, app }: Survey): readonly Manifest[] {
  return [test, app].flatMap(({ release }) => (release?.manifest.is === 'read' ? [release.manifest.value] : []));
}

function seenIn(survey: Survey, role: Role): Seen {
  const { distribution, release: served, domains, id, store } = survey[role];
  const kind = survey.pointer;
  // What could not be read is a verdict, and nothing begins then.
  if (distribution.is !== 'read') {
    const nothing = { release: undefined, raw: '', mark: undefined, deployed: false };
    return { ...nothing, kind, url: '', toFree: 0, serves: undefined };
  }
  const { config, status } = distribution.value;
  const comment = textAt(config, 'Comment');
  const release = served?.id;
  const isKey = kind === 'key-value-store';
  const value = store?.value?.is === 'read' ? readValue(store.value.value) : undefined;
  const [domain] = domains;
  if (!domain) throw new UserError(`The distribution ${id} has no address.`, { hint: `Give one by \`${role}-url\`.` });
  return {
    kind,
    release,
    raw: release === undefined ? '' : isKey ? release : pathOf(release),
    mark: isKey ? value?.mark : readComment(comment, release).mark,
    deployed: isKey || status === 'Deployed',
    url: domain.url,
    toFree: isKey ? 0 : charactersToFree(comment),
    serves: domain.answer.is === 'read' ? domain.answer.value.release : undefined,
  };
}
