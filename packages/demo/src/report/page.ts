import { type Html, html } from '@actions-aws/action';
import { findingsOfStory } from '../story/findings.ts';
import { figuresOf, headline } from '../story/headline.ts';
import type { Story } from '../story/story.ts';
import { errorsIn } from '../story/visits.ts';
import { chapterCard } from './chapter.ts';
import { documentOf } from './document.ts';
import { imageTable } from './images.ts';
import { outcomesOf, pin, pinsOf } from './pins.ts';
import { stretchTable } from './stretches.ts';
import { timeline } from './timeline.ts';

/** The report as one HTML page. */
export function page(story: Story): string {
  const pins = pinsOf(story.played);
  const { title, lead } = headline(story);
  return documentOf({
    title: 'What users saw: search-api on the local cloud',
    kicker: `search-api on the local cloud, ${day(story.began)}`,
    heading: html`${title.map((sentence) => html`<span>${sentence}</span> `)}`,
    lead,
    figures: figures(story),
    findings: findingsOfStory(story),
    command: 'npm start',
    sections: html`<section aria-labelledby="saw">
<h2 id="saw">What users saw</h2>
<div class="card">
<div class="wide">${timeline(story, { width: 1040, id: 'timeline-wide' })}</div>
<div class="narrow">${timeline(story, { width: 340, id: 'timeline-narrow' })}</div>
${key(story)}
<p class="legend">Each dot is a request of a user, in the colour of the release that answered; the band above has the releases in their shares. A line under a number is the moment in which that action settled what users meet, dashed where its step is red; the bar beside the number is how long it ran. ${errorsIn(story.visits) === 0 ? 'An error would be a red cross; there is none.' : 'A red cross is an error.'} Time is the local cloud’s, in minutes and seconds; it ran ${story.scale} times as fast as the machine’s.</p>
</div>
${stretchTable(story)}
</section>
${imageTable(story)}
<section aria-labelledby="did">
<h2 id="did">What each action did</h2>
${story.played.map((played, index) =>
  chapterCard(played, {
    number: index + 1,
    pins: pins.filter(({ chapter }) => chapter === index + 1),
    earlier: story.chapters.slice(0, index),
    origin: story.began,
  }),
)}
</section>`,
  });
}

/** The pins of the drawing as links to their chapters. */
function key({ played }: Story): Html {
  const pins = pinsOf(played);
  return html`<nav aria-label="Chapters"><ol class="key">${played.map((one, index) => {
    const own = pins.filter(({ chapter }) => chapter === index + 1);
    const outcomes = outcomesOf(one).map(([outcome]) => outcome);
    return html`<li><span class="pins">${own.length > 0 ? own.map(pin) : html`<span class="pin none" aria-hidden="true">${index + 1}</span>`}</span><a href="#chapter-${index + 1}">${one.chapter.title}</a><span class="what">${outcomes.join(', ')}</span></li>`;
  })}</ol></nav>`;
}

function figures(story: Story): Html {
  return html`<dl class="figures">${figuresOf(story).map(([figure, what]) => html`<div><dt>${what}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

function day(time: number): string {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}
