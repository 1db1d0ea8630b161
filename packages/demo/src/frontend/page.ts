import { type Html, html } from '@actions-aws/action';
import { releaseClass } from '../report/colours.ts';
import { documentOf } from '../report/document.ts';
import { findingItem } from '../report/finding-item.ts';
import { runCard } from '../report/run-card.ts';
import { moment } from '../report/times.ts';
import { servedDrawing } from './drawing.ts';
import {
  type EndedChapter,
  findingsOf,
  findingsOfStory,
  releaseNumbers,
  type SiteStory,
  type StepRun,
} from './findings.ts';
import { type HostLane, lanesOf } from './served.ts';
import { nameOf } from './telling.ts';

/** What each host served, as one HTML page. */
export function sitesPage(story: SiteStory): string {
  const opened = story.visits.filter(({ site }) => site === 'app');
  return documentOf({
    title: 'What each host served: storefront on the local cloud',
    kicker: 'storefront on the local cloud',
    heading: html`No visitor met the broken page.`,
    lead: `${opened.length} pages were opened on APP while its pointer moved ${moves(story)} times, at all of its hosts. Each came with all that it names.`,
    findings: findingsOfStory(story),
    command: 'npm start -- frontend',
    sections: html`<section aria-labelledby="served">
<h2 id="served">What each host served</h2>
<div class="card">
<div class="wide">${servedDrawing(story, { width: 1040, id: 'served-wide' })}</div>
<div class="narrow">${servedDrawing(story, { width: 340, id: 'served-narrow' })}</div>
<p class="legend">A band is a host at the edge, in the colour of the release that it served; hosts get a new configuration one after the other. A line under a number is the end of that chapter, dashed where its workflow is red. Time is the local cloud’s, in minutes and seconds; it ran ${story.scale} times as fast as the machine’s, and a configuration takes up to 40 seconds of it.</p>
</div>
${servedTable(story)}
</section>
<section aria-labelledby="did">
<h2 id="did">What each step did</h2>
${story.chapters.map((one) => chapterCard(one, story.chapters))}
</section>`,
  });
}

/** How often what users get was changed. */
function moves({ chapters }: SiteStory): number {
  const green = ['promoted', 'rolled-back'];
  return chapters.flatMap(({ steps }) => steps).filter(({ outcome }) => green.includes(outcome)).length;
}

function servedTable(story: SiteStory): Html {
  return html`<div class="scrolls" tabindex="0" role="region" aria-labelledby="served-caption">
<table class="stretches"><caption id="served-caption">The same in words. Each host was asked several times a second which release it serves.</caption>
<thead><tr><th scope="col">Site</th><th scope="col">Host</th><th scope="col">When</th><th scope="col">Served</th><th scope="col">Answers</th></tr></thead>
${lanesOf(story.answers, story.ended).map((one) => html`<tbody>${rows(one, story)}</tbody>`)}
</table></div>`;
}

function rows({ site, host, stretches }: HostLane, { began, chapters, locations }: SiteStory): Html[] {
  const numbers = releaseNumbers(chapters);
  return stretches.map(
    ({ from, until, release, answers }, index) => html`<tr>
${index === 0 && html`<th scope="rowgroup" rowspan="${stretches.length}">${site.toUpperCase()}</th><td rowspan="${stretches.length}">${locations[host] ?? ''}, ${host + 1}</td>`}
<td>${moment(from - began)} to ${moment(until - began)}</td>
<td><span class="swatch ${releaseClass(String(numbers.get(release) ?? ''))}"></span>${nameOf(release, numbers)} <span class="soft">${release}</span></td>
<td>${answers}</td></tr>`,
  );
}

function chapterCard(one: EndedChapter, all: readonly EndedChapter[]): Html {
  const { chapter, number, steps } = one;
  const wrong = findingsOf(one, all).filter(({ held }) => !held);
  return html`<article class="card chapter" id="chapter-${number}" aria-labelledby="title-${number}">
<header>
<h3 id="title-${number}"><span class="number">${number}.</span> ${chapter.title}</h3>
<p class="outcomes">${steps.map(({ outcome, green }) => html`<span class="outcome ${green ? 'good' : 'bad'}">${outcome}</span> `)}</p>
</header>
<div class="columns">
<div class="why">
<p>${chapter.about}</p>
${wrong.length === 0 ? html`<p><strong>${chapter.moral}</strong></p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}
</div>
<div class="said">${steps.map(stepCard)}</div>
</div>
</article>`;
}

function stepCard({ step, run, said = '' }: StepRun): Html {
  if (run) return runCard(run, { of: step, by: undefined });
  return html`<section class="brief" aria-label="${step}"><h4>node e2e/e2e.mjs</h4><div class="scrolls code" tabindex="0" role="group" aria-label="Log of ${step}"><pre class="log">${said}</pre></div></section>`;
}
