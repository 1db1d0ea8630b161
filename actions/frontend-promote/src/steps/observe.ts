import { type Clock, UserError } from '@actions-aws/action';
import {
  type Addressed,
  accountOf,
  failureOfSurvey,
  judge,
  misplaced,
  type Pointer,
  questionOf,
  type SitePointer,
  type Survey,
  surveySites,
  tabsBefore,
} from '@actions-aws/site';
import { writer } from '../plan/ownership.ts';
import { type Desired, type Observed, UNREAD } from '../plan/state.ts';
import type { Ports } from '../ports.ts';

/** How long a write is looked for, in milliseconds: AWS does not say that a store shows at once what was written. */
const SHOWN_WITHIN_MS = 5_000;

/** What a promotion starts from, and the account of the distributions. */
export interface Observation {
  readonly observed: Observed;
  readonly account: string | undefined;
}

/** Looks at all that the plan reads, and at whether the sites are as they must be. */
export async function observe(
  desired: Desired,
  addressed: Addressed,
  ports: Ports,
  { signal, clock }: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<Observation> {
  const survey = await surveySites(questionOf(desired, addressed, ports), ports.survey, signal);
  const verdicts = judge(survey, 'promote');
  const account = accountOf(survey.app.distribution);
  const isRefused = failureOfSurvey(verdicts) !== undefined;
  const [test, first] = await Promise.all([ports.test, ports.app].map((pointer) => read(pointer, isRefused)));
  // The end of an earlier attempt's job may have taken it back a moment ago, and a store may show that late.
  const isLate = first?.kind === 'key-value-store' && writer(first, desired) === 'predecessor';
  if (isLate) await clock.sleep(SHOWN_WITHIN_MS, signal);
  const app = isLate ? await ports.app.describe() : first;
  if (!test || !app) throw new Error('A pointer was not looked at. This is a bug.');
  const { release } = desired.staged;
  const [manifest, live, moves] = await Promise.all([
    isRefused ? undefined : ports.releases.read(release),
    !isRefused && app.release && app.release !== release ? ports.releases.read(app.release) : undefined,
    isRefused ? [] : ports.history.newest(desired.app),
  ]);
  const before = app.release === release ? [] : tabsBefore(release, app, moves);
  const kept = await Promise.all((isRefused ? [] : before).map((id) => ports.releases.read(id)));
  const isLeftByAnother = app.release === release && app.mark?.owner !== undefined && writer(app, desired) === 'other';
  const isSpread = !isRefused && isLeftByAnother && (await ports.app.hasSpread(app));
  const observed: Observed = {
    verdicts,
    testUrl: addressOf(survey, 'test'),
    appUrl: addressOf(survey, 'app'),
    test,
    app,
    manifest,
    misplaced: manifest && misplaced(manifest, { kind: app.kind, config: configOf(survey), bucket: desired.bucket }),
    live,
    kept: kept.filter((one) => one !== undefined),
    isWhole: false,
    isProved: false,
    carried: [],
    isNoted: false,
    moved: false,
    isSpread,
    isServed: false,
    verified: false,
    isBesideShared: false,
    failure: undefined,
    restored: false,
    isBackEverywhere: 'not yet',
    stuck: false,
    unreadable: false,
  };
  return { observed, account };
}

function configOf({ app: { distribution } }: Survey) {
  return distribution.is === 'read' ? distribution.value.config : undefined;
}

/** Of sites that are refused, for what the survey says of them, a pointer need not be readable. */
async function read(pointer: Pick<SitePointer, 'describe'>, isRefused: boolean): Promise<Pointer> {
  try {
    return await pointer.describe();
  } catch (error) {
    if (!isRefused) throw error;
    return { kind: 'origin-path', release: undefined, raw: '', mark: undefined, etag: UNREAD, deployed: false };
  }
}

/** The first of a site's addresses. */
function addressOf(survey: Survey, role: 'test' | 'app'): string {
  const [domain] = survey[role].domains;
  const { distribution, id } = survey[role];
  if (domain) return domain.url;
  // What could not be read is a verdict, and nothing is asked then.
  if (distribution.is !== 'read') return '';
  throw new UserError(`The distribution ${id} has no address.`, { hint: 'Give one by `test-url` or `app-url`.' });
}
