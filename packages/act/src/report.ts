import type { Visit } from './addresses.ts';
import { notEnforced } from './after.ts';
import type { EndedEvent, EndedRun } from './ended.ts';
import { shortName, titleOf } from './live.ts';
import type { Problem } from './problems.ts';
import type { RecordedJob, RecordedStep } from './record.ts';

/** All that the page shows. */
export interface Told {
  readonly folder: string;
  readonly events: readonly EndedEvent[];
  readonly visits: readonly (Visit & { readonly asked: string })[];
  readonly scale: number;
  /** Milliseconds of the machine's time that all of it took. */
  readonly tookMs: number;
}

/** Whether nothing of it is red. */
export function isGreen(events: readonly EndedEvent[]): boolean {
  return events.every(
    ({ refused, runs }) => refused.length === 0 && runs.every(({ run }) => run.conclusion === 'success'),
  );
}

/** The page: jobs, steps, their logs and summaries, what users saw, and what is not as on GitHub. All texts are escaped. */
export function page({ folder, events, visits, scale, tookMs }: Told): string {
  const green = isGreen(events);
  const title = `${green ? 'Green' : 'Red'}: ${folder}`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escaped(title)}</title><style>${style}</style></head><body>
<h1 class="${green ? 'good' : 'bad'}">${escaped(title)}</h1>
<p>${(tookMs / 1000).toFixed(1)} s on this machine; the clock of cloud and actions ran ${scale === 1 ? 'as fast' : `${scale} times as fast`}.</p>
${events.map(eventPart).join('\n')}
${usersPart(visits)}
<h2>Not as on GitHub</h2><ul>${notEnforced.map((each) => `<li>${escaped(each)}</li>`).join('')}</ul>
</body></html>
`;
}

function eventPart({ event, copied, refused, runs }: EndedEvent): string {
  const inputs = Object.entries(event.inputs).map(([name, value]) => ` ${name}=${value}`);
  return `<section><h2>${escaped(event.name + inputs.join(''))} on ${escaped(copied.ref)}</h2>
<p>${escaped(copied.remark)}, ${escaped(copied.sha.slice(0, 12))}</p>
${refused.length > 0 ? `<p class="bad">Nothing was started.</p>${problemList(refused)}` : ''}${runs.map(runPart).join('\n')}</section>`;
}

function problemList(problems: readonly Problem[]): string {
  return `<ul class="bad">${problems.map(({ where, message }) => `<li><code>${escaped(where)}</code> ${escaped(message)}</li>`).join('')}</ul>`;
}

function runPart({ run, record, judged, problems }: EndedRun): string {
  const good = run.conclusion === 'success';
  const rows = judged.map(
    ({ id, act, github, why }) =>
      `<tr><td>${escaped(id)}</td><td>${mark(act)}</td><td>${escaped(act === 'absent' ? 'did not run' : act)}</td><td>${escaped(`${github}, ${why}`)}</td></tr>`,
  );
  return `<h3 class="${good ? 'good' : 'bad'}">${escaped(run.workflowName)} #${run.number}: ${escaped(run.conclusion ?? '')}</h3>
<p><code>${escaped(run.workflowPath)}</code>, run ${run.id}, by ${escaped(run.actor)}</p>
${problems.length > 0 ? problemList(problems) : ''}
<table><thead><tr><th>job</th><th></th><th>here</th><th>GitHub, with the same results</th></tr></thead><tbody>${rows.join('')}</tbody></table>
${record.jobs.map(jobPart).join('\n')}`;
}

function jobPart(job: RecordedJob): string {
  const summaries = job.steps.filter(({ summary }) => summary.trim() !== '');
  return `<details class="job"${job.conclusion === 'failure' ? ' open' : ''}><summary>${mark(job.conclusion ?? 'cancelled')} ${escaped(shortName(job.name))} ${seconds(job)}</summary>
${summaries.map(({ summary }) => `<pre class="summary">${escaped(summary)}</pre>`).join('')}
${job.steps
  .filter(({ stage }) => stage !== 'Set up' && stage !== 'Complete')
  .map(stepPart)
  .join('\n')}</details>`;
}

function stepPart(step: RecordedStep): string {
  const outputs = Object.entries(step.outputs).map(([name, value]) => `${name}=${value}`);
  return `<details class="step"${step.conclusion === 'failure' ? ' open' : ''}><summary>${mark(step.conclusion ?? 'cancelled')} ${escaped(titleOf(step))} ${seconds(step)}</summary>
${step.annotations.map(({ level, message }) => `<p class="${level === 'error' ? 'bad' : 'note'}">${escaped(`${level}: ${message}`)}</p>`).join('')}
<pre>${escaped(step.log.map(plain).join('\n'))}</pre>
${outputs.length > 0 ? `<pre class="outputs">${escaped(outputs.join('\n'))}</pre>` : ''}</details>`;
}

/** Without the codes that colour a terminal. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what the codes begin with.
  return line.replace(/\u001b\[[0-9;]*m/g, '');
}

/** Stretches in which users got the same answer, one after another. */
export function stretches(
  visits: Told['visits'],
): { asked: string; status: number; version: string; from: number; until: number; count: number }[] {
  const found: { asked: string; status: number; version: string; from: number; until: number; count: number }[] = [];
  for (const { asked, status, version, at } of [...visits].sort((a, b) => a.at - b.at)) {
    const last = found.findLast((each) => each.asked === asked);
    if (last && last.status === status && last.version === version) {
      last.until = at;
      last.count += 1;
    } else found.push({ asked, status, version, from: at, until: at, count: 1 });
  }
  return found;
}

function usersPart(visits: Told['visits']): string {
  if (visits.length === 0) return '';
  const start = Math.min(...visits.map(({ at }) => at));
  const rows = stretches(visits).map(
    ({ asked, status, version, from, until, count }) =>
      `<tr class="${status === 200 ? '' : 'bad'}"><td>${escaped(asked)}</td><td>${((from - start) / 1000).toFixed(1)} to ${((until - start) / 1000).toFixed(1)} s</td><td>${count}</td><td>${status || 'none'}</td><td>${escaped(version)}</td></tr>`,
  );
  return `<h2>What users saw</h2><table><thead><tr><th>asked</th><th>when</th><th>answers</th><th>status</th><th>version</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function mark(conclusion: string): string {
  const signs: Readonly<Record<string, string>> = { success: '<b class="good">✓</b>', failure: '<b class="bad">✗</b>' };
  return signs[conclusion] ?? '<b>○</b>';
}

function seconds({ began, ended }: { readonly began: number; readonly ended?: number }): string {
  return ended === undefined ? '' : `<small>${((ended - began) / 1000).toFixed(1)} s</small>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `:root{color-scheme:light dark;--good:#1a7f37;--bad:#cf222e;--line:#8884}
@media(prefers-color-scheme:dark){:root{--good:#3fb950;--bad:#ff7b72}}
body{font:15px/1.5 system-ui,sans-serif;max-width:68rem;margin:2rem auto;padding:0 1rem}
.good{color:var(--good)}.bad{color:var(--bad)}small{opacity:.7}
pre{overflow:auto;padding:.6rem;border:1px solid var(--line);border-radius:6px;font-size:13px;max-height:32rem}
table{border-collapse:collapse}td,th{text-align:left;padding:.2rem .8rem;border-bottom:1px solid var(--line);vertical-align:top}
details{margin:.3rem 0}.step{margin-left:1.4rem}summary{cursor:pointer}`;
