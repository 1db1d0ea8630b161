import { parse } from 'yaml';
import type { Permissions } from '../route.ts';
import { limited, permissionsIn, type Said, unlessSaid } from './job-permissions.ts';

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

/** A job of a workflow file, with what its `GITHUB_TOKEN` may do. */
export interface JobInFile extends AskingJob {
  readonly permissions: Permissions;
}

/** Reads the workflow that a job calls, by what stands at `uses`; nothing where it is not known. */
export type WorkflowFiles = (uses: string) => string | undefined;

interface WorkflowText {
  readonly permissions?: Said;
  readonly jobs?: Readonly<Record<string, JobText>>;
}

interface JobText {
  readonly permissions?: Said;
  readonly environment?: string | { readonly name?: string };
  readonly uses?: string;
}

/**
 * All jobs of a workflow, those of workflows that it calls included, each with what it may ask for.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#permissions: a job's own `permissions`
 * replace the workflow's, and what is not named is `none`; without either there is no `id-token`. A called workflow never has
 * more than its caller: https://docs.github.com/en/actions/reference/workflows-and-actions/reusing-workflow-configurations#access-and-permissions
 */
export function askingJobs(text: string, files: WorkflowFiles): JobInFile[] {
  return jobsIn(text, files, { callers: [], mayAsk: true, inherits: false });
}

interface Caller {
  readonly callers: readonly string[];
  readonly mayAsk: boolean;
  /** Whether a workflow without `permissions` has those of its caller. */
  readonly inherits: boolean;
  /** What its token may do; nothing for the workflow that was started. */
  readonly permissions?: Permissions;
  readonly workflowRef?: string;
}

function jobsIn(text: string, files: WorkflowFiles, caller: Caller): JobInFile[] {
  const workflow = (parse(text) ?? {}) as WorkflowText;
  return Object.entries(workflow.jobs ?? {}).flatMap(([id, job]) => {
    const said = job.permissions !== undefined ? job.permissions : workflow.permissions;
    const mayAsk = caller.mayAsk && (said === undefined ? caller.inherits : grants(said));
    const own = said === undefined ? (caller.permissions ?? unlessSaid) : permissionsIn(said);
    const permissions = caller.permissions ? limited(own, caller.permissions) : own;
    const { uses } = job;
    const { workflowRef } = caller;
    if (uses === undefined) {
      const environment = typeof job.environment === 'string' ? job.environment : job.environment?.name;
      return [
        {
          id,
          callers: caller.callers,
          mayAsk,
          permissions,
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
      permissions,
      ...(uses.startsWith('./') ? workflowRef && { workflowRef } : { workflowRef: uses }),
    };
    return jobsIn(called, files, inside);
  });
}

function grants(permissions: Said): boolean {
  if (permissions === null || permissions === 'read-all') return false;
  return permissions === 'write-all' || permissions['id-token'] === 'write';
}
