import { type Html, html } from '@actions-aws/action';
import { releaseClass } from '../report/colours.ts';
import { documentOf } from '../report/document.ts';
import { findingItem } from '../report/finding-item.ts';
import { runCard } from '../report/run-card.ts';
import { moment } from '../report/times.ts';
import { percent } from '../story/quantities.ts';
import { releases, usersPath } from './chapters.ts';
import { sharesDrawing } from './drawing.ts';
import { type EndedChapter, findingsOf, findingsOfStory, isGreen, releaseOf, type ServiceStory } from './findings.ts';
import { binsOf } from './shares.ts';

/** So many rows has the table of each chapter. */
const rowsOfChapter = 8;

/** Who met which release, as one HTML page. */
export function servicePage(story: ServiceStory): string {
  const { production } = story.answers;
  return documentOf({
    title: 'Who met which release: a service of ECS on the local cloud',
    kicker: 'a service of ECS on the local cloud',
    heading: html`One user in ten met the broken build, and then none.`,
    lead: `Users asked ${production.length} times while three times their traffic was moved, step by step.`,
    findings: findingsOfStory(story),
    command: 'npm start -- ecs',
    sections: html`<section aria-labelledby="met">
<h2 id="met">Who met which release</h2>
<div class="card">
<div class="wide">${sharesDrawing(story, { width: 1040, id: 'met-wide' })}</div>
<div class="narrow">${sharesDrawing(story, { width: 340, id: 'met-narrow' })}</div>
<p class="legend">A column is all that was answered in a stretch of time, cut by the releases that answered. Users ask for <code>${usersPath}</code>; the test listener leads to the candidate before any user does. A line under a number is the end of that chapter, dashed where its workflow is red. Time is the local cloud’s, in minutes and seconds; it ran ${story.scale} times as fast as the machine’s.</p>
</div>
${metTable(story)}
</section>
<section aria-labelledby="did">
<h2 id="did">What each step did</h2>
${story.chapters.map((one) => chapterCard(one, story))}
</section>`,
  });
}

function metTable(story: ServiceStory): Html {
  return html`<div class="scrolls" tabindex="0" role="region" aria-labelledby="met-caption">
<table class="stretches"><caption id="met-caption">The same in words, for users.</caption>
<thead><tr><th scope="col">Chapter</th><th scope="col">When</th><th scope="col">Answered by</th><th scope="col">Requests</th><th scope="col">Errors</th></tr></thead>
${story.chapters.map((one) => html`<tbody>${rows(one, story)}</tbody>`)}
</table></div>`;
}

function rows({ number, chapter, run: { began, ended } }: EndedChapter, story: ServiceStory): Html[] {
  const own = story.answers.production.filter(({ at }) => at >= began && at < ended);
  const bins = binsOf(own, { from: began, until: ended, count: rowsOfChapter });
  return bins.map(
    ({ from, until, shares, answers, errors }, index) => html`<tr>
${index === 0 && html`<th scope="rowgroup" rowspan="${bins.length}">${number}. ${chapter.title}</th>`}
<td>${moment(from - story.began)} to ${moment(until - story.began)}</td>
<td>${shares.map(
      ([version, share]) =>
        html`<span class="answered"><span class="swatch ${releaseClass(String(releases[version]))}"></span>${releaseOf(version)}${share < 1 && `: ${percent(share)}`}</span> `,
    )}</td>
<td>${answers}</td><td>${errors === 0 ? 'none' : html`<strong class="bad">${percent(errors)}</strong>`}</td></tr>`,
  );
}

function chapterCard(one: EndedChapter, story: ServiceStory): Html {
  const { chapter, number, run } = one;
  const wrong = findingsOf(one, story).filter(({ held }) => !held);
  return html`<article class="card chapter" id="chapter-${number}" aria-labelledby="title-${number}">
<header>
<h3 id="title-${number}"><span class="number">${number}.</span> ${chapter.title}</h3>
<p class="outcomes"><span class="outcome ${isGreen(chapter) ? 'good' : 'bad'}">${run.outputs.outcome || 'nothing'}</span></p>
</header>
<div class="columns">
<div class="why">
<p>${chapter.about}</p>
${wrong.length === 0 ? html`<p><strong>${chapter.moral}</strong></p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}
</div>
<div class="said">${runCard(run, { of: chapter.action, by: undefined })}</div>
</div>
</article>`;
}
