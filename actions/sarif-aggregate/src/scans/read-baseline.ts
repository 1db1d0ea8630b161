import { UserError } from '@actions-aws/action';
import { cutReport, markOf, runsOf as runsIn } from '@actions-aws/findings';
import { runsOfAggregate } from './aggregate-runs.ts';
import { isToldOfReport, type ReadScan, type Sink } from './read-scan.ts';
import { isFailure, isPlain } from './run-of-report.ts';

/**
 * Reads the baseline, which is an aggregate of this action and nothing else.
 *
 * @param alias hears which ids of advisories it says that were named together.
 * @throws UserError where it is none, or cannot be read whole: what it does not tell would be new.
 */
export function readAggregate(
  file: string,
  sink: Sink,
  alias: (together: readonly (readonly string[])[]) => void,
): readonly ReadScan[] {
  try {
    const cut = cutReport(file);
    try {
      const mark = markOf(cut.skeleton);
      if (!mark) throw refused(file, 'It is no aggregate of this action.');
      alias(mark.aliases);
      const scans: ReadScan[] = [];
      for (const { tool, version, form, failures, scan, results } of runsOfAggregate(cut, runsIn(cut.skeleton).runs)) {
        const { name = '', complete = false, left = false } = scan ?? {};
        const number = sink.scan(name);
        for (const one of results()) if (!isFailure(one) && !isPlain(one)) sink.add(number, one.result, one.kept);
        scans.push({
          name,
          tool,
          ...(version !== undefined && { version }),
          ...(form !== undefined && { form }),
          failures,
          complete,
          left,
        });
      }
      return scans;
    } finally {
      cut.close();
    }
  } catch (error) {
    if (isToldOfReport(error)) throw refused(file, error.message);
    throw error;
  }
}

function refused(file: string, why: string): UserError {
  return new UserError(`The baseline \`${file}\` cannot be read: ${why}`, {
    hint: 'Give an `aggregate.sarif` that this action wrote, or none: then everything is new.',
    code: 'baseline',
  });
}
