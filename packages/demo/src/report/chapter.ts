import { type Html, html } from '@actions-aws/action';
import { findingsOf } from '../story/findings.ts';
import { duration } from '../story/quantities.ts';
import { type Chapter, decidedAt, type Played } from '../story/story.ts';
import { stepYaml } from '../workflow/step-yaml.ts';
import { workflowSteps } from '../workflow/steps.ts';
import { commitOf } from './commit.ts';
import { findingItem } from './finding-item.ts';
import { imageOf } from './images.ts';
import { outcomesOf, type Pin, pin } from './pins.ts';
import { runCard } from './run-card.ts';
import { moment } from './times.ts';

/** A chapter: why, what stood in the workflow, and what each action said of itself. */
export function chapterCard(
  played: Played,
  {
    number,
    pins,
    earlier,
    origin,
  }: {
    readonly number: number;
    /** Its runs. */
    readonly pins: readonly Pin[];
    readonly earlier: readonly Chapter[];
    /** When the story began. */
    readonly origin: number;
  },
): Html {
  const { chapter, detections, images, tagged } = played;
  const wrong = findingsOf(played).filter(({ held }) => !held);
  return html`<article class="card chapter" id="chapter-${number}" aria-labelledby="title-${number}">
<header>
<h3 id="title-${number}"><span class="number">${number}.</span> ${chapter.title}</h3>
<p class="outcomes">${outcomesOf(played).map(([outcome, tone]) => html`<span class="outcome ${tone}">${outcome}</span> `)}</p>
</header>
<div class="columns">
<div class="why">
<p>${chapter.about}</p>
${wrong.length === 0 ? html`<p><strong>${chapter.moral}</strong></p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}
${detections.map((detection, index) => detection && commitOf(detection, chapter.steps[index]?.by))}
${images.map((image, index) => image && imageOf(image, chapter.steps[index]?.by))}
${pins.length > 0 && html`<h4>When</h4><ul class="times">${pins.map((one) => html`<li>${pin(one)}<span>${one.by && `${one.by}: `}began at ${moment(one.run.began - origin)}, decided at ${moment(decidedAt(one.run) - origin)}, over after ${duration(one.run.ended - one.run.began).replaceAll(' ', '\u00a0')}</span></li>`)}</ul>`}
<h4>In the workflow</h4>
${workflowOf(chapter, earlier)}
</div>
<div class="said">${detections.map((detection, index) => detection && runCard(detection.run, { of: 'detect-changes', by: chapter.steps[index]?.by }))}
${images.map((image, index) => image && runCard(image.run, { of: 'image-tag', by: chapter.steps[index]?.by }))}
${pins.map((one, index) => runCard(one.run, { of: chapter.steps[index]?.action ?? '', by: one.by, pin: one }))}
${tagged.map((one, index) => one && runCard(one, { of: 'image-promote', by: chapter.steps[index]?.by }))}</div>
</div>
</article>`;
}

/** The steps, but for those that stood in an earlier chapter. */
function workflowOf(chapter: Chapter, earlier: readonly Chapter[]): Html {
  const texts = textsOf(chapter);
  const known = earlier.map(textsOf);
  const before = known.findIndex((one) => texts.every((text) => one.includes(text)));
  if (before >= 0) return html`<p>The same as in <a href="#chapter-${before + 1}">chapter ${before + 1}</a>.</p>`;
  const fresh = texts.filter((text) => !known.flat().includes(text));
  return html`<div class="scrolls code" tabindex="0" role="group" aria-label="Step of the workflow"><pre><code>${fresh.join('')}</code></pre></div>`;
}

function textsOf({ steps }: Chapter): string[] {
  return [...new Set(steps.flatMap(workflowSteps).map(stepYaml))];
}
