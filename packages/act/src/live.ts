import type { Run } from '@actions-aws/local-github';
import type { ActLine } from './act-process.ts';
import type { Taken } from './record.ts';
import type { Listener } from './started.ts';

/** What a terminal can do. */
export interface Terminal {
  write(text: string): void;
  readonly colours: boolean;
}

/** Tells of a run as it goes on: each step's name, its log below it, its end; jobs at the same time by their name in front. */
export function liveLog({ write, colours }: Terminal): Listener {
  const paint = (code: number, text: string) => (colours ? `\u001b[${code}m${text}\u001b[0m` : text);
  const widths = { job: 8 };
  const print = (job: string, text: string) => {
    widths.job = Math.max(widths.job, job.length);
    write(`${paint(36, job.padEnd(widths.job))} ${text}\n`);
  };
  return {
    fact: (name, text) => write(`${paint(2, name.padEnd(10))} ${text}\n`),
    begins: ({ workflowName, number, event, ref }: Run) =>
      write(`\n${paint(1, `${workflowName} #${number}`)}  ${event} on ${ref}\n`),
    line({ job, step }: Taken, line: ActLine) {
      if (!job) return;
      const name = shortName(job.name);
      if (line.jobResult !== undefined)
        return print(name, paint(job.conclusion === 'success' ? 32 : 31, `■ ${job.conclusion}`));
      if (job.unmapped !== undefined) return print(name, paint(31, line.msg));
      if (!step || step.stage === 'Set up' || step.stage === 'Complete') return;
      if (line.stepResult === 'failure') return print(name, paint(31, `✗ ${titleOf(step)}`));
      if (line.stepResult === 'success') return print(name, paint(32, `✓ ${titleOf(step)}${took(line)}`));
      if (line.raw_output) return print(name, `  ${line.msg.replace(/\r?\n$/, '')}`);
      if (['error', 'warning', 'notice'].includes(line.command ?? ''))
        return print(name, `  ${paint(line.command === 'error' ? 31 : 33, `${line.command}: ${line.arg ?? ''}`)}`);
      if (line.command === 'group') return print(name, `  ${paint(1, line.arg ?? '')}`);
      if (line.level === 'error') return print(name, `  ${paint(31, line.msg)}`);
      return undefined;
    },
  };
}

/** Without the workflow's name in front. */
export function shortName(name: string): string {
  const pieces = name.split('/');
  return pieces.length > 1 ? pieces.slice(1).join('/') : name;
}

/** A step's name; of a script its first line. */
export function titleOf({ stage, name }: { readonly stage: string; readonly name: string }): string {
  const [first = ''] = name.split('\n');
  return stage === 'Main' ? first : `${stage} ${first}`;
}

function took({ executionTime }: ActLine): string {
  return executionTime === undefined ? '' : ` (${(executionTime / 1e9).toFixed(1)} s)`;
}
