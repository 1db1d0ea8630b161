import { findingsOf } from '../story/findings.ts';
import { duration } from '../story/quantities.ts';
import { type Chapter, decidedAt, type Played, type Step } from '../story/story.ts';
import { logLines } from '../workflow/log-lines.ts';
import { stepYaml } from '../workflow/step-yaml.ts';
import { findingItem } from './finding-item.ts';
import { type Html, html } from './html.ts';
import { renderMarkdown } from './markdown.ts';
import { outcomeOf, type Pin, pin, toneOf } from './pins.ts';
import { moment } from './times.ts';

/** A chapter: why, what stood in the workflow, and what each action said of itself. */
export function chapterCard(
  played: Played,
  {
    pins,
    earlier,
    origin,
  }: {
    /** Its runs. */
    readonly pins: readonly Pin[];
    readonly earlier: readonly Chapter[];
    /** When the story began. */
    readonly origin: number;
  },
): Html {
  const { chapter, runs } = played;
  const number = pins[0]?.chapter ?? 0;
  const wrong = findingsOf(played).filter(({ held }) => !held);
  const outcomes = [...new Map(runs.map((run) => [outcomeOf(run), toneOf(run)]))];
  return html`<article class="card chapter" id="chapter-${number}" aria-labelledby="title-${number}">
<header>
<h3 id="title-${number}"><span class="number">${number}.</span> ${chapter.title}</h3>
<p class="outcomes">${outcomes.map(([outcome, tone]) => html`<span class="outcome ${tone}">${outcome}</span> `)}</p>
</header>
<div class="columns">
<div class="why">
<p>${chapter.about}</p>
${wrong.length === 0 ? html`<p><strong>${chapter.moral}</strong></p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}
<ul class="times">${pins.map((one) => html`<li>${pin(one)}<span>${one.by && `${one.by}: `}began at ${moment(one.run.began - origin)}, decided at ${moment(decidedAt(one.run) - origin)}, over after ${duration(one.run.ended - one.run.began).replaceAll(' ', '\u00a0')}</span></li>`)}</ul>
<h4>In the workflow</h4>
${workflowOf(chapter, earlier)}
</div>
<div class="said">${pins.map((one) => runCard(one, chapter.steps[pins.indexOf(one)]?.action ?? ''))}</div>
</div>
</article>`;
}

/** The steps, but for those that stood in an earlier chapter. */
function workflowOf({ steps }: Chapter, earlier: readonly Chapter[]): Html {
  const texts = [...new Set(steps.map(textOf))];
  const before = earlier.findIndex((one) => texts.every((text) => one.steps.some((step) => textOf(step) === text)));
  if (before >= 0) return html`<p>The same step as in <a href="#chapter-${before + 1}">chapter ${before + 1}</a>.</p>`;
  return html`<div class="scrolls code" tabindex="0" role="group" aria-label="Step of the workflow"><pre><code>${texts.join('')}</code></pre></div>`;
}

function textOf({ action, inputs }: Step): string {
  return stepYaml(action, inputs);
}

function runCard(one: Pin, action: string): Html {
  const { run, label, by } = one;
  const whose = by ? `${action}, ${by}` : action;
  return html`<section aria-label="Run ${label}, ${whose}">
<h4>${pin(one)}Job summary of ${whose}</h4>
<div class="summary" tabindex="0" role="group" aria-label="Job summary of run ${label}">${
    run.summary.trim() === '' ? html`<p>It wrote none.</p>` : renderMarkdown(run.summary, { deeper: 3 })
  }</div>
<details><summary>Log of ${whose}</summary><div class="scrolls code" tabindex="0" role="group" aria-label="Log of run ${label}"><pre class="log">${logLines(
    run.log,
  )
    .filter(({ kind }) => kind !== 'end')
    .map(({ kind, text }) => html`<span class="${kind}">${text}\n</span>`)}</pre></div></details>
</section>`;
}
