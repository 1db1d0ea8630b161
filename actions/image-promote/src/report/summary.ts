import { bold, code, prose, type Summary, type Text } from '@actions-aws/action';
import { inProse, signOf, summarizeSteps } from '@actions-aws/promotion';
import { showImageName } from '@actions-aws/registry';
import { short } from '../plan/scan.ts';
import type { Observed } from '../plan/state.ts';
import type { Result } from '../promote.ts';
import { counted, inWords, leftInWords, size, warningsOf } from './words.ts';

/** The job summary. */
export function summarize(result: Result, sentence: string, summary: Summary): void {
  const { outcome, desired, observed, failure, planned, done } = result;
  const name = showImageName(desired.to);
  summary.heading([`${signOf(outcome, 'promote')} `, code(name), ` ${outcome}`]);
  summary.paragraph(failure ? inProse(failure) : prose(sentence));
  if (wroteNothing(result)) summary.paragraph('Nothing was written.');
  if (!observed) return;
  const rows: (readonly Text[])[] = [
    ['Image', code(observed.digest)],
    ['From', showSource(observed, desired)],
    ...[...observed.required].map(([tag, held]) => [
      'Required tag',
      [code(tag), held.digest === observed.digest ? ' ✓' : ' ✗'],
    ]),
    ...observed.scans.map(({ digest, scan }) => ['Scan', [code(short(digest)), ` ${scan ? counts(scan) : 'none'}`]]),
  ];
  if (!desired.isSame && done.length > 0) rows.push(['Blobs', transferInWords(observed)]);
  summary.table(['', ''], rows);
  summarizeTags(observed, summary);
  summarizeReferrers(observed, summary);
  const left = new Set(leftInWords(observed));
  for (const { message } of warningsOf(observed, desired)) {
    if (!left.has(message)) summary.paragraph(prose(`⚠️ ${message}`));
  }
  summarizeSteps([{ outcome, planned, done }], (step) => inWords(step, desired), summary);
}

/** Whether it ended before its first write. */
export function wroteNothing({ failure, done }: Pick<Result, 'failure' | 'done'>): boolean {
  return failure !== undefined && done.length === 0;
}

/** The repository, and the tag that was looked up. */
function showSource({ digest }: Observed, { from, source }: Result['desired']): Text {
  const name = code(showImageName(from));
  return source === digest ? name : [name, ' ', code(source)];
}

function counts({
  status,
  counts: found,
}: {
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
}): string {
  const all = Object.entries(found).map(([severity, count]) => `${count} ${severity}`);
  return `${status}: ${all.length > 0 ? all.join(', ') : 'no findings'}`;
}

function transferInWords({ transfer: { there, mounted, sent, bytes } }: Observed): string {
  return `${counted(sent, 'blob')} sent (${size(bytes)}), ${mounted} mounted, ${there} there already`;
}

function summarizeTags({ digest, tags, moving }: Observed, summary: Summary): void {
  const state = (now: string) => (now === digest ? '✓' : '✗');
  const rows: (readonly Text[])[] = [
    ...[...tags].map(([tag, held]) => [
      code(tag),
      'never moves',
      state(held.digest),
      '',
      held.digest === digest || held.digest === '' ? '' : `it names ${short(held.digest)}`,
    ]),
    ...moving.map(({ tag, before, now, verdict }) => [
      code(tag),
      'moves',
      state(now.digest),
      before.digest === digest || before.digest === '' ? '' : code(short(before.digest)),
      verdict.why,
    ]),
  ];
  if (rows.length > 0) summary.table(['Tag', '', 'This image', 'Before', 'Why'], rows);
}

function summarizeReferrers({ items, here, left }: Observed, summary: Summary): void {
  const along = items.flatMap(({ digest, about }) =>
    about && here.has(digest) && !left.some((one) => one.digest === digest)
      ? [[code(short(digest)), about.referrer.artifactType, code(short(about.subject)), '✓']]
      : [],
  );
  const behind = left.map(({ digest, subject, artifactType, why }) => [
    digest === '' ? 'not known' : code(short(digest)),
    artifactType,
    code(short(subject)),
    ['✗ ', prose(why)],
  ]);
  if (along.length + behind.length === 0) return;
  summary.paragraph(bold('What refers to the image'));
  summary.table(['Referrer', 'Type', 'Of', 'Came along'], [...along, ...behind]);
}
