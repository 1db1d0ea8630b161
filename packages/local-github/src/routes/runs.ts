import type { Caps } from '../caps.ts';
import { countedPage } from '../pages.ts';
import { refuse } from '../refusal.ts';
import type { Answer, Asked, Route } from '../route.ts';
import { filtered, jobView, type Run, type Runs, runView } from '../runs.ts';

const docs = 'https://docs.github.com/rest/actions';

/** Any of these makes a search of it, which ends after some results. */
const SEARCH = ['actor', 'branch', 'check_suite_id', 'created', 'event', 'head_sha', 'status'];

/** Runs of workflows, their attempts and jobs. */
export function runRoutes(
  runs: Runs,
  { caps, full, endpoint }: { readonly caps: Caps; readonly full: string; readonly endpoint: () => string },
): readonly Route[] {
  const view = (run: Run) => runView(run, full, endpoint());
  const listed = (found: readonly Run[], asked: Asked): Answer => {
    const isSearch = SEARCH.some((name) => asked.query.has(name));
    const matching = filtered(found, asked.query);
    // Whether the total is then of all or of the results is not documented; of the results, nothing tells that there are more.
    return countedPage('workflow_runs', (isSearch ? matching.slice(0, caps.runs) : matching).map(view), asked);
  };
  const attempt = ({ id, attempt: number }: Readonly<Record<string, string>>) => {
    const attempts = runs.attempts(Number(id));
    const wanted = number === undefined ? attempts.at(-1) : attempts.find((run) => run.attempt === Number(number));
    return wanted ?? refuse(404, 'Not Found');
  };
  return [
    {
      method: 'GET',
      path: '/actions/runs',
      needs: 'actions',
      source: `${docs}/workflow-runs#list-workflow-runs-for-a-repository`,
      answer: (asked) => listed(runs.latest(), asked),
    },
    {
      method: 'GET',
      path: '/actions/workflows/{file}/runs',
      needs: 'actions',
      source: `${docs}/workflow-runs#list-workflow-runs-for-a-workflow`,
      answer(asked) {
        const of = runs.latest().filter(({ workflowPath }) => workflowPath.endsWith(`/${asked.places.file}`));
        return of.length > 0 ? listed(of, asked) : refuse(404, 'Not Found');
      },
    },
    {
      method: 'GET',
      path: '/actions/runs/{id}',
      needs: 'actions',
      source: `${docs}/workflow-runs#get-a-workflow-run`,
      answer: ({ places }) => ({ value: view(attempt(places)) }),
    },
    {
      method: 'GET',
      path: '/actions/runs/{id}/attempts/{attempt}',
      needs: 'actions',
      source: `${docs}/workflow-runs#get-a-workflow-run-attempt`,
      answer: ({ places }) => ({ value: view(attempt(places)) }),
    },
    {
      method: 'GET',
      path: '/actions/runs/{id}/jobs',
      needs: 'actions',
      source: `${docs}/workflow-jobs#list-jobs-for-a-workflow-run`,
      answer(asked) {
        const run = attempt(asked.places);
        const isLatest = asked.query.get('filter') !== 'all';
        // "latest: returns jobs from the most recent execution": of jobs that ran again, the last time.
        const ofRun = runs.jobs(run.id).filter((job) => !isLatest || (job.attempt ?? 1) === run.attempt);
        return countedPage('jobs', ofRun.map(jobView), asked);
      },
    },
    {
      method: 'GET',
      path: '/actions/runs/{id}/attempts/{attempt}/jobs',
      needs: 'actions',
      source: `${docs}/workflow-jobs#list-jobs-for-a-workflow-run-attempt`,
      answer(asked) {
        const run = attempt(asked.places);
        const ofAttempt = runs.jobs(run.id).filter((job) => (job.attempt ?? 1) === run.attempt);
        return countedPage('jobs', ofAttempt.map(jobView), asked);
      },
    },
  ];
}
