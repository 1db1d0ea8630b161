import { withoutAccounts } from '@actions-aws/aws';
import { asError, reportOfRun } from '@actions-aws/promotion';
import { isDigest, showImageName } from '@actions-aws/registry';
import type { ImagePromote } from '../inputs/inputs.ts';
import type { LeftBehind, Observed } from '../plan/state.ts';
import type { Result } from '../promote.ts';
import { summarize, wroteNothing } from './summary.ts';
import { leftWarnings, size } from './words.ts';

type Tells = Pick<ImagePromote, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how a promotion went. */
export function report(result: Result, run: Tells): void {
  run.outputs.setAll(outputValues(result));
  const { observed, warned, failure } = result;
  run.log.info(sentence(result));
  if (wroteNothing(result)) run.log.info('Nothing was written.');
  // What a step has found out, the plan could not warn of.
  const late = observed
    ? leftWarnings(observed).filter((one) => !warned.some(({ message }) => message === one.message))
    : [];
  for (const { message, title } of late) run.log.warning(message, { title });
  summarize(result, sentence(result), run.summary);
  if (failure) run.fail(asError(failure));
}

/** What a workflow gets, at any end. */
export function outputValues(result: Result) {
  const { outcome, desired, observed } = result;
  const name = showImageName(desired.to);
  const digest = observed?.digest ?? (isDigest(desired.source) ? desired.source : '');
  const tags = [...(observed?.tags ?? [])].filter(([, held]) => held.digest === digest).map(([tag]) => tag);
  const moving = observed?.moving ?? [];
  return {
    outcome,
    digest,
    'image-by-digest': isUsable(result) ? `${name}@${digest}` : '',
    tags: tags.map((tag) => `${name}:${tag}`).join('\n'),
    'previous-digest': moving.find(({ before }) => !['', digest].includes(before.digest))?.before.digest ?? '',
    'moved-tags': moving.map(movedTag(digest)),
    referrers: observed ? referrersOf(observed) : [],
    bytes: observed?.transfer.bytes ?? 0,
    report: withoutAccounts(reportOf(result)),
  };
}

/** Only then the image is where it was to go, and may be deployed. */
function isUsable({ outcome }: Result): boolean {
  return outcome === 'promoted' || outcome === 'noop';
}

function movedTag(digest: string) {
  return ({ tag, before, now, verdict }: Observed['moving'][number]) => ({
    tag,
    from: before.digest,
    now: now.digest,
    moved: now.digest === digest && before.digest !== digest,
    why: verdict.why,
    rule: verdict.rule,
  });
}

function referrersOf({ items, left, here }: Observed) {
  const along = items.flatMap(({ digest, about }) =>
    about && here.has(digest) && !left.some((one) => one.digest === digest)
      ? [{ digest, subject: about.subject, artifactType: about.referrer.artifactType, came: true, why: '' }]
      : [],
  );
  const behind = left.map(({ digest, subject, artifactType, why }: LeftBehind) => ({
    digest,
    subject,
    artifactType,
    came: false,
    why,
  }));
  return [...along, ...behind];
}

function reportOf({ outcome, failure, desired, observed, planned, done }: Result) {
  return {
    ...reportOfRun({ outcome, failure, cutoverWindowMs: undefined, skipped: [] }),
    from: showImageName(desired.from),
    to: showImageName(desired.to),
    digest: observed?.digest ?? null,
    previousDigests: Object.fromEntries((observed?.moving ?? []).map(({ tag, before }) => [tag, before.digest])),
    blobs: observed?.transfer ?? null,
    scans: observed?.scans ?? [],
    planned,
    steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
  };
}

/** The end in a sentence. */
function sentence({ outcome, desired, observed, failure, planned }: Result): string {
  if (failure) return failure.message;
  const name = `${showImageName(desired.to)}@${observed?.digest}`;
  switch (outcome) {
    case 'planned':
      return planned.length === 0
        ? `A dry run: there is nothing to do, ${name} has all its tags.`
        : 'A dry run; nothing was written.';
    case 'noop':
      return `${name} has all its tags already.`;
    default:
      return `${name} is promoted${desired.isSame ? '' : `; ${size(observed?.transfer.bytes ?? 0)} were sent`}.`;
  }
}
