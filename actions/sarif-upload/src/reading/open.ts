import { InputError, UserError } from '@actions-aws/action';
import {
  type Cut,
  cutReport,
  type Failure,
  isSarif,
  markOf,
  runsOf,
  UnknownMark,
  UnreadableReport,
} from '@actions-aws/findings';
import type { Run } from 'sarif';
import type { Given } from '../inputs/inputs.ts';
import type { ReportFile } from '../inputs/reports.ts';
import { categoryIn, repeated } from '../plan/category.ts';
import type { ReportedRun, Reports, UnreadableFile } from './report.ts';
import { idIn, type Place, runOfAggregate, runOfTool } from './runs.ts';

type Asked = Pick<Given, 'sarif' | 'category' | 'root'>;

/**
 * Opens all reports. A file that cannot be read keeps no other back.
 *
 * @throws UserError where two runs are of one analysis, or `category` is for none.
 */
export function openReports({ sarif, category, root = '' }: Asked, checkout: string): Reports {
  const cuts: Cut[] = [];
  const close = () => {
    for (const cut of cuts) cut.close();
  };
  try {
    const runs: ReportedRun[] = [];
    const unreadable: UnreadableFile[] = [];
    let isNeeded = category === undefined;
    for (const file of sarif) {
      const { places, failures } = opened(file, cuts, { category, root, checkout });
      if (failures.length > 0) unreadable.push({ file: file.name, failures });
      for (const { run, hasCategory } of places) {
        isNeeded ||= !hasCategory;
        runs.push(run);
      }
    }
    if (!isNeeded && unreadable.length === 0)
      throw new InputError([
        {
          input: 'category',
          value: category,
          message: 'is for runs that name none, and each names its own',
          remedy: 'Take the line out.',
        },
      ]);
    const twice = repeated(runs);
    if (twice.length > 0)
      throw new UserError(`GitHub would take several runs for one analysis: ${twice.join('; ')}.`, {
        hint: 'Upload them in steps of their own, each with a `category` such as `trivy/backend`, or name the scans in sarif-aggregate.',
      });
    return { runs, unreadable, close };
  } catch (error) {
    close();
    throw error;
  }
}

/** What a report has. */
interface Opened {
  readonly places: readonly { readonly run: ReportedRun; readonly hasCategory: boolean }[];
  readonly failures: readonly Failure[];
}

function opened(
  { path, name: file }: ReportFile,
  cuts: Cut[],
  { category, ...context }: { readonly category: string | undefined; readonly root: string; readonly checkout: string },
): Opened {
  try {
    const cut = cutReport(path);
    cuts.push(cut);
    const document = cut.skeleton;
    if (!isSarif(document)) return { places: [], failures: [OTHER_FORM] };
    const isAggregate = markOf(document) !== undefined;
    const { runs, failures } = runsOf(document);
    const places = runs.map((found, index) => {
      const skeleton = found as unknown as Run;
      const place: Place = { cut, index, skeleton, file, category };
      const run = isAggregate ? runOfAggregate(place) : runOfTool(place, context);
      return { run, hasCategory: categoryIn(idIn(skeleton)) !== '' };
    });
    return { places, failures };
  } catch (error) {
    if (!(error instanceof UnreadableReport || error instanceof UnknownMark)) throw error;
    return { places: [], failures: [{ kind: 'unreadable', message: error.message }] };
  }
}

const OTHER_FORM: Failure = {
  kind: 'unreadable',
  message: 'It is no SARIF.',
  hint: 'Let the tool write SARIF 2.1.0, or give its report to sarif-aggregate, which reads many tools’ own formats.',
};
