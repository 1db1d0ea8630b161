import { type Html, html } from '@actions-aws/action';
import type { Run } from '../story/story.ts';
import { logLines } from '../workflow/log-lines.ts';
import { renderMarkdown } from './markdown.ts';
import { type Pin, pin } from './pins.ts';

/** What an action said of itself: its job summary, and its log. A run that moved users has a pin in the drawing. */
export function runCard(
  run: Run,
  { of, by, pin: own }: { readonly of: string; readonly by: string | undefined; readonly pin?: Pin },
): Html {
  const whose = by ? `${of}, ${by}` : of;
  const name = own ? `run ${own.label}` : whose;
  return html`<section class="${own ? 'whole' : 'brief'}" aria-label="${own ? `Run ${own.label}, ${whose}` : whose}">
<h4>${own && pin(own)}Job summary of ${whose}</h4>
<div class="summary" tabindex="0" role="group" aria-label="Job summary of ${name}">${
    run.summary.trim() === '' ? html`<p>It wrote none.</p>` : renderMarkdown(run.summary, { deeper: 3 })
  }</div>
<details><summary>Log of ${whose}</summary><div class="scrolls code" tabindex="0" role="group" aria-label="Log of ${name}"><pre class="log">${logLines(
    run.log,
  )
    .filter(({ kind }) => kind !== 'end')
    .map(({ kind, text }) => html`<span class="${kind}">${text}\n</span>`)}</pre></div></details>
</section>`;
}
