import { parse } from 'yaml';

/** A job that may ask for a token, as the workflow file has it. */
export interface AskingJob {
  readonly id: string;
  /** Ids of the jobs that called the workflow that it is in, the outermost first. */
  readonly callers: readonly string[];
  /** May be an expression. */
  readonly environment?: string;
  /** Whether the file gives it `id-token: write`. */
  readonly mayAsk: boolean;
  /** Where a called workflow is from, such as `org/actions/.github/workflows/pipe.yml@v1`; its caller's own unless given. */
  readonly workflowRef?: string;
}

/** Reads the workflow that a job calls, by what stands at `uses`; nothing where it is not known. */
export type WorkflowFiles = (uses: string) => string | undefined;

interface WorkflowText {
  readonly permissions?: Permissions;
  readonly jobs?: Readonly<Record<string, JobText>>;
}

interface JobText {
  readonly permissions?: Permissions;
  readonly environment?: string | { readonly name?: string };
  readonly uses?: string;
}

type Permissions = 'read-all' | 'write-all' | Readonly<Record<string, string>> | null;

/**
 * All jobs of a workflow, those of workflows that it calls included, each with what it may ask for.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions: a job's own `permissions`
 * replace the workflow's, and what is not named is `none`; without either there is no `id-token`. A called workflow never has
 * more than its caller: https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#access-and-permissions
 */
export function askingJobs(text: string, files: WorkflowFiles): AskingJob[] {
  return jobsIn(text, files, { callers: [], mayAsk: true, inherits: false });
}

interface Caller {
  readonly callers: readonly string[];
  readonly mayAsk: boolean;
  /** Whether a workflow without `permissions` has those of its caller. */
  readonly inherits: boolean;
  readonly workflowRef?: string;
}

function jobsIn(text: string, files: WorkflowFiles, caller: Caller): AskingJob[] {
  const workflow = (parse(text) ?? {}) as WorkflowText;
  return Object.entries(workflow.jobs ?? {}).flatMap(([id, job]) => {
    const said = job.permissions !== undefined ? job.permissions : workflow.permissions;
    const mayAsk = caller.mayAsk && (said === undefined ? caller.inherits : grants(said));
    const { uses } = job;
    const { workflowRef } = caller;
    if (uses === undefined) {
      const environment = typeof job.environment === 'string' ? job.environment : job.environment?.name;
      return [
        {
          id,
          callers: caller.callers,
          mayAsk,
          ...(environment && { environment }),
          ...(workflowRef && { workflowRef }),
        },
      ];
    }
    const called = files(uses);
    if (called === undefined || caller.callers.length >= 10) return [];
    const inside = {
      callers: [...caller.callers, id],
      mayAsk,
      inherits: true,
      ...(uses.startsWith('./') ? workflowRef && { workflowRef } : { workflowRef: uses }),
    };
    return jobsIn(called, files, inside);
  });
}

function grants(permissions: Permissions): boolean {
  if (permissions === null || permissions === 'read-all') return false;
  return permissions === 'write-all' || permissions['id-token'] === 'write';
}
