import { type Html, html } from '@actions-aws/action';
import { findingsOfStory } from '../story/findings.ts';
import { figuresOf, headline } from '../story/headline.ts';
import type { Story } from '../story/story.ts';
import { errorsIn } from '../story/visits.ts';
import { chapterCard } from './chapter.ts';
import { findingItem } from './finding-item.ts';
import { imageTable } from './images.ts';
import { outcomesOf, pin, pinsOf } from './pins.ts';
import { stretchTable } from './stretches.ts';
import { style } from './style.ts';
import { timeline } from './timeline.ts';

/**
 * The report as one HTML page. It loads nothing and runs no script, and its policy forbids both: what a function or an
 * action wrote is in it, and would be harmless even if it got through unescaped.
 */
export function page(story: Story): string {
  const findings = findingsOfStory(story);
  const wrong = findings.filter(({ held }) => !held);
  const pins = pinsOf(story.played);
  const { title, lead } = headline(story);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What users saw: search-api on the local cloud</title>
<style>${style()}</style>
</head>
<body>
<a class="skip" href="#story">Skip to the story</a>
<header>
<p class="kicker">search-api on the local cloud, ${day(story.began)}</p>
<h1>${wrong.length === 0 ? title.map((sentence) => html`<span>${sentence}</span> `) : 'It did not go as told.'}</h1>
${wrong.length === 0 ? html`<p class="lead">${lead}</p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}
${figures(story)}
</header>
<main id="story">
<section aria-labelledby="saw">
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
</section>
<section aria-labelledby="proved">
<h2 id="proved">What was checked</h2>
<ul class="findings">${findings.map(findingItem)}</ul>
</section>
</main>
<footer>
<p>Made by <code>npm start</code>. The actions ran from their bundles, as a runner starts them; the cloud ran on this machine, and nothing left it.</p>
</footer>
</body>
</html>
`.html;
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
