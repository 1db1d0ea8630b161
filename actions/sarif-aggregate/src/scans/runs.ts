import {
  type Cut,
  isFailure,
  type Lines,
  markOf,
  normaliserOfReported,
  runsOf as runsIn,
  sarifRun,
  toolsNamed,
  UnreadableReport,
} from '@actions-aws/findings';
import type { Scan } from '../inputs/scan.ts';
import { runsOfAggregate } from './aggregate-runs.ts';
import { openReport } from './open-report.ts';
import type { ResultOfRun, RunOfReport } from './run-of-report.ts';

/** What is known of the checkout. */
export interface Checkout {
  /** Its folder, absolute. */
  readonly folder: string;
  readonly lines: Lines;
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
  { folder, lines }: Checkout,
  alias: (together: readonly (readonly string[])[]) => void,
): Generator<RunOfReport> {
  const opened = openReport(file, scan.name);
  const [named] = toolsNamed(scan.name);
  const context = {
    root: scan.root,
    checkout: folder,
    lines,
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
      const { tool, version, failures, normal } = sarifRun(given, context);
      yield {
        tool,
        ...(version !== undefined && { version }),
        form: 'SARIF',
        failures,
        results: () => resultsOf(cut, index, normal),
      };
    }
  } finally {
    cut.close();
  }
}

function* resultsOf(
  cut: Cut,
  run: number,
  normal: ReturnType<typeof sarifRun>['normal'],
): Generator<ResultOfRun | Exclude<ReturnType<typeof normal>, ResultOfRun['result']>> {
  for (const given of cut.results(run)) {
    const one = normal(given);
    yield isFailure(one) ? one : { result: one };
  }
}
