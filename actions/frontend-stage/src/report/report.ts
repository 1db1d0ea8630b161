import { code, prose, type Run, type Summary } from '@actions-aws/action';
import { withoutAccounts } from '@actions-aws/aws';
import { asError, inProse, signOf, summarizeSteps } from '@actions-aws/promotion';
import { stagedBy, stagedText, summarizeSurvey, verdictsAsData } from '@actions-aws/site';
import { BUILDERS } from '../assets/builders.ts';
import type { Build } from '../build/build.ts';
import type { outputs } from '../inputs/inputs.ts';
import { type Changes, changesBetween } from '../plan/changes.ts';
import { clashesIn } from '../plan/plan.ts';
import type { Result } from '../stage.ts';
import { warningsOf } from './warnings.ts';
import { bytes, count, inWords } from './words.ts';

type Tells = Pick<Run<unknown, (typeof outputs)[number]>, 'outputs' | 'summary' | 'log' | 'fail'>;

/** Tells a workflow, and the people who look at it, how staging went. */
export function report(result: Result, build: Build, run: Tells): void {
  run.outputs.setAll(outputValues(result, build));
  const { failure } = result;
  for (const { text, title } of warningsOf(result, build)) run.log.warning(text, { title });
  run.log.info(failure?.message ?? sentence(result));
  summarize(result, build, run.summary);
  if (failure) run.fail(asError(failure));
}

/** What a workflow gets. */
export function outputValues(result: Result, build: Build) {
  const { outcome, desired, observed, before, failure, planned, done } = result;
  const { id } = desired.build;
  const isStaged = outcome === 'staged' || outcome === 'noop';
  const staged = isStaged ? stagedBy(observed.test) : undefined;
  const changes = changesOf(result);
  return {
    outcome,
    'release-id': id,
    staged: staged && stagedText(staged),
    'test-url': observed.test.url,
    'previous-release': previousOf(result),
    report: withoutAccounts({
      outcome,
      code: failure?.code ?? null,
      message: failure?.message ?? null,
      release: id,
      previousRelease: previousOf(result) || null,
      files: build.manifest.files.length,
      bytes: build.manifest.files.reduce((sum, { size }) => sum + size, 0),
      transfers: observed.transfers,
      carried: observed.release?.carried.length ?? observed.carried.length,
      clashes: listed(clashesIn(observed, desired)),
      changes: changes ? { ...listsCut(changes), counts: countsOf(changes) } : null,
      build: listsCut(build.notes),
      warnings: warningsOf(result, build).map(({ text }) => text),
      verdicts: verdictsAsData(before.verdicts),
      planned,
      steps: done.map(({ step, durationMs, problem }) => ({ ...step, durationMs, problem: problem || null })),
    }),
  };
}

/** How many names of each kind the report has: a step that reads it from its environment takes 128 kB in all. */
const REPORTED = 500;

function listed<One>(all: readonly One[]): readonly One[] {
  return all.slice(0, REPORTED);
}

/** The same, with no list longer than is reported. */
function listsCut<Told extends object>(told: Told): Told {
  const entries = Object.entries(told).map(([name, one]) => [name, Array.isArray(one) ? listed(one) : one]);
  return Object.fromEntries(entries) as Told;
}

function countsOf({ added, removed, changed }: Changes) {
  return { added: added.length, removed: removed.length, changed: changed.length };
}

/** What TEST served before; on a second attempt its own mark remembers. */
function previousOf({ before, observed, desired }: Result): string {
  const was = before.test.release;
  if (was !== desired.build.id) return was ?? '';
  return observed.test.mark?.from ?? '';
}

/** What is different from what TEST served before, or where that is this release, from what is live. */
export function changesOf({ before, desired }: Pick<Result, 'before' | 'desired'>): Changes | undefined {
  const other = before.staged ?? before.live[0];
  return other && changesBetween(other, desired.build);
}

function sentence({ outcome, desired, observed }: Result): string {
  const { id } = desired.build;
  switch (outcome) {
    case 'staged':
      return `TEST serves the release ${id}: ${observed.test.url}`;
    case 'noop':
      return `TEST served the release ${id} already: the build has the same bytes. ${observed.test.url}`;
    case 'planned':
      return `A dry run; nothing was written. The build would be the release ${id}.`;
    default:
      return `The release ${id} was not staged.`;
  }
}

function summarize(result: Result, build: Build, summary: Summary): void {
  const { outcome, failure, desired, before, observed, planned, done } = result;
  const { id, files } = desired.build;
  const sign = signOf(outcome === 'staged' ? 'promoted' : outcome, 'promote');
  summary.heading(`${sign} Release ${id} ${outcome}`);
  summary.paragraph(failure ? inProse(failure) : prose(sentence(result)));
  const size = bytes(files.reduce((sum, file) => sum + file.size, 0));
  const hashed = files.filter((file) => file.hashed).length;
  const { sent, copied, kept } = observed.transfers;
  summary.paragraph(
    `${count(files.length, 'file')} of ${size}, of which ${hashed} may be kept for ever; ${sent} sent, ${copied} copied from other releases, ${kept} there already.`,
  );
  summarizeChanges(result, build, summary);
  for (const { text } of warningsOf(result, build)) summary.paragraph(prose(`⚠️ ${text}`));
  const { replaced } = build.notes;
  if (replaced.length > 0) {
    summary.details(`${count(replaced.length, 'digest')} of pages replaced in lists`, (inner) =>
      inner.table(
        ['In', 'Of', 'By'],
        replaced.map((one) => [code(one.in), code(one.of), one.algorithm]),
      ),
    );
  }
  summarizeSurvey(before.verdicts, summary);
  summarizeSteps([{ outcome: outcome === 'staged' ? 'promoted' : outcome, planned, done }], inWords, summary);
}

/** How many names a summary lists. */
const LISTED = 20;

function summarizeChanges(result: Result, { notes }: Build, summary: Summary): void {
  const changes = changesOf(result);
  if (!changes) return;
  const { added, removed, changed, same, onlyIds } = changes;
  const rows = [
    ...changed.map((path) => ['changed', path] as const),
    ...added.map((path) => ['added', path] as const),
    ...removed.map((path) => ['removed', path] as const),
  ];
  const title = `${changed.length} changed, ${added.length} added, ${removed.length} removed, ${same} the same`;
  if (rows.length === 0) summary.paragraph(title);
  else
    summary.details(title, (inner) => {
      inner.table(
        ['', 'File'],
        rows.slice(0, LISTED).map(([what, path]) => [what, code(path)]),
      );
      if (rows.length > LISTED) {
        const more = `… and ${rows.length - LISTED} more; the output \`report\` has the first ${REPORTED} of each kind.`;
        inner.paragraph(prose(more));
      }
    });
  const knob = knobOf(notes.builders);
  if (onlyIds && knob) {
    summary.paragraph(
      prose(`Nothing but names and bytes of the same length differ, as where a build gives itself a new id. ${knob}`),
    );
  }
}

/** What gives two builds of the same sources the same bytes. */
export function knobOf(builders: readonly string[]): string | undefined {
  const found = BUILDERS.find(({ name, knob }) => knob !== undefined && builders.includes(name));
  return found?.knob && `For ${found.name} that is ${found.knob}.`;
}
