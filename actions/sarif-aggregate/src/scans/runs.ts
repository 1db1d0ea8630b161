import {
  type Cut,
  type Failure,
  isFailure,
  isGone,
  type KnownFiles,
  type Lines,
  markOf,
  normaliserOfReported,
  READ,
  runsOf as runsIn,
  type SarifRun,
  sarifRun,
  toolsNamed,
  UnreadableReport,
} from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';
import { runsOfAggregate } from './aggregate-runs.ts';
import { openReport } from './open-report.ts';
import type { PlainOfRun, ResultOfRun, RunOfReport } from './run-of-report.ts';

/** What is known of the checkout. */
export interface Checkout {
  /** Its folder, absolute. */
  readonly folder: string;
  readonly lines: Lines;
  /** What its files are called in reports. */
  readonly files: KnownFiles;
}

/**
 * The runs of one report, in the words of all formats.
 *
 * @param alias hears which ids of advisories an aggregate says that were named together.
 * @throws UnreadableReport
 */
export function* runsOf(
  file: string,
  scan: Scan,
  { folder, lines, files }: Checkout,
  alias: (together: readonly (readonly string[])[]) => void,
): Generator<RunOfReport> {
  const opened = openReport(file, scan.name);
  const [named] = toolsNamed(scan.name);
  const context = {
    root: scan.root,
    checkout: folder,
    lines,
    files,
    ...(scan.manifest !== undefined && { manifest: scan.manifest }),
    ...(scan.as !== undefined && { kind: scan.as }),
    ...(named !== undefined && { named }),
  };
  if (opened.what === 'own') {
    const { reader, document } = opened;
    const { manifest: target } = scan;
    const { results, failures, version } = reader.read(document, target === undefined ? {} : { target });
    const normal = normaliserOfReported(reader.tool, context);
    yield {
      tool: reader.tool,
      ...(version !== undefined && { version }),
      form: reader.form,
      failures,
      *results() {
        for (const reported of results) yield { result: normal(reported) };
      },
    };
    return;
  }
  const { cut, document } = opened;
  try {
    const {
      runs,
      failures: [failure],
    } = runsIn(document);
    if (failure) throw new UnreadableReport('malformed', failure.message);
    const mark = markOf(document);
    if (mark) {
      alias(mark.aliases);
      yield* runsOfAggregate(cut, runs);
      return;
    }
    for (const [index, given] of runs.entries()) {
      const { tool, version, failures, normal, plain } = sarifRun(given, context);
      yield {
        tool,
        ...(version !== undefined && { version }),
        form: 'SARIF',
        failures,
        results: () => resultsOf(cut, index, normal, (cut.counts[index] ?? 0) < MANY ? undefined : plain),
      };
    }
  } finally {
    cut.close();
  }
}

/** Results of a run from which on they are read from their bytes: of fewer, a parser is done before a reader is fast. */
const MANY = 2000;

function* resultsOf(
  cut: Cut,
  run: number,
  normal: SarifRun['normal'],
  reader: SarifRun['plain'],
): Generator<ResultOfRun | PlainOfRun | Failure> {
  // It is filled anew for each.
  const plain = reader && { plain: reader.result };
  for (const given of reader ? cut.resultsBy(run, reader) : cut.results(run)) {
    if (plain && given === READ) yield plain;
    else if (!isGone(given)) {
      const one = normal(given);
      yield isFailure(one) ? one : { result: one };
    }
  }
}
