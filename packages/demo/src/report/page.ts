import { readFileSync } from 'node:fs';
import path from 'node:path';
import { logLines } from '../log-lines.ts';
import { stepYaml } from '../step-yaml.ts';
import { type Finding, findingsOf, findingsOfStory, type Played, type Story, sample } from '../story.ts';
import { errorsIn, sharesOf, spellsOf } from '../visits.ts';
import { chart, versionClass } from './chart.ts';
import { type Html, html, trusted } from './html.ts';
import { renderMarkdown } from './markdown.ts';

/**
 * The report as one HTML page. It loads nothing and runs no script, and its policy forbids both: what a function or an
 * action wrote is in it, and would be harmless even if it got through unescaped.
 */
export function page(story: Story): string {
  const style = readFileSync(path.join(import.meta.dirname, 'page.css'), 'utf8');
  const findings = findingsOfStory(story);
  const held = findings.every((finding) => finding.held);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>What users saw: search-api on the local cloud</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#story">Skip to the story</a>
<header>
<p class="kicker">search-api on the local cloud, ${day(story.began)}</p>
<h1>${held ? 'No user met the broken build.' : 'It did not go as told.'}</h1>
${held ? html`<p class="lead">Three commits went to production while users kept searching. One of them was broken. This is what users saw, second by second, and what each action did.</p>` : html`<ul class="findings">${findings.filter((one) => !one.held).map(finding)}</ul>`}
${figures(story)}
</header>
<main id="story">
<section aria-labelledby="saw">
<h2 id="saw">What users saw</h2>
<div class="card">
<div class="wide">${chart(story, { width: 1040, id: 'chart-wide' })}</div>
<div class="narrow">${chart(story, { width: 340, id: 'chart-narrow' })}</div>
${key(story)}
<p class="legend">Each dot is a request of a user: the higher, the longer it took. The band above has the version that answered. A line under a number is the moment in which that action settled what users meet; the bar beside it is how long it ran. ${errorsIn(story.visits) === 0 ? 'An error would be a red cross; there is none.' : 'A red cross is an error.'}</p>
</div>
${spellTable(story)}
</section>
<section aria-labelledby="did">
<h2 id="did">What each action did</h2>
${story.played.map((played, index) => chapterOf(played, index + 1, story.began))}
</section>
<section aria-labelledby="proved">
<h2 id="proved">What was checked</h2>
<ul class="findings">${findings.map(finding)}</ul>
</section>
</main>
<footer>
<p>Made by <code>npm start</code>. The actions ran from their bundles, as a runner starts them; the cloud ran on this machine, and nothing left it.</p>
</footer>
</body>
</html>
`.html;
}

function key({ played }: Story): Html {
  const entries = played.map(({ chapter, run }, index) => {
    const tone = run.exitCode === 0 ? 'good' : 'bad';
    return html`<li><span class="pin ${tone}" aria-hidden="true">${index + 1}</span><a href="#chapter-${index + 1}">${chapter.title}</a><span class="what">${outcomeOf(run)}</span></li>`;
  });
  return html`<ol class="key">${entries}</ol>`;
}

function outcomeOf({ outputs }: Played['run']): string {
  return outputs.outcome || 'failed';
}

function figures({ visits, played }: Story): Html {
  const rejected = played.filter(({ run }) => run.outputs.outcome === 'rejected').length;
  const all: readonly [string, string][] = [
    [String(visits.length), 'requests of users'],
    [String(errorsIn(visits)), 'of them failed'],
    [
      sharesOf(visits)
        .map(({ share }) => percent(share))
        .join(' and ') || 'none',
      `answered by ${versions(sharesOf(visits))}`,
    ],
    [String(rejected), rejected === 1 ? 'broken build stopped' : 'broken builds stopped'],
  ];
  return html`<dl class="figures">${all.map(([figure, what]) => html`<div><dt>${what}</dt><dd>${figure}</dd></div>`)}</dl>`;
}

function versions(shares: readonly { readonly version: string }[]): string {
  return `version${shares.length === 1 ? '' : 's'} ${shares.map(({ version }) => version).join(' and ') || 'none'}`;
}

function spellTable({ visits, began, played }: Story): Html {
  // The alias moved as often as users met another version, or something went wrong and no cause is named.
  const moves = played.flatMap(({ live, chapter }, index) =>
    live === played[index - 1]?.live ? [] : [{ title: chapter.title, number: index + 1, live }],
  );
  const rows = spellsOf(visits).map((spell, index) => {
    const cause = moves[index]?.live === spell.version ? moves[index] : undefined;
    return html`<tr>
<th scope="row"><span class="swatch ${versionClass(spell.version)}"></span>version ${spell.version || 'none'}</th>
<td>${seconds(spell.from - began)} to ${seconds(spell.until - began)}</td>
<td>${spell.visits}</td><td>${spell.errors === 0 ? 'none' : spell.errors}</td>
<td>${spell.medianMs.toFixed(0)} ms</td><td>${spell.slowestMs.toFixed(0)} ms</td>
<td>${cause && html`<a href="#chapter-${cause.number}">${cause.title}</a>`}</td>
</tr>`;
  });
  return html`<div class="scrolls" tabindex="0" role="region" aria-label="What users met, as a table">
<table class="spells"><caption>The same in words</caption>
<thead><tr><th scope="col">Users met</th><th scope="col">When</th><th scope="col">Requests</th><th scope="col">Errors</th><th scope="col">Half took at most</th><th scope="col">Slowest</th><th scope="col">Because of</th></tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function chapterOf(played: Played, number: number, origin: number): Html {
  const { chapter, run, decided, finds } = played;
  const wrong = findingsOf(played).filter(({ held }) => !held);
  const tone = run.exitCode === 0 ? 'good' : 'bad';
  return html`<article class="card chapter" id="chapter-${number}" aria-labelledby="title-${number}">
<header>
<span class="pin ${tone}" aria-hidden="true">${number}</span>
<h3 id="title-${number}">${chapter.title}</h3>
<p class="outcome ${tone}">${outcomeOf(run)}</p>
</header>
<div class="columns">
<div>
<p>${chapter.about}</p>
${wrong.length === 0 ? html`<p><strong>${chapter.moral}</strong></p>` : html`<ul class="findings">${wrong.map(finding)}</ul>`}
${finds.length > 0 && html`<p>Whoever searches for “${sample}” now finds ${list(finds)}.</p>`}
<p class="facts">Began at ${seconds(run.began - origin)}, decided at ${seconds(decided - origin)}, over at ${seconds(run.ended - origin)}.</p>
<h4>In the workflow</h4>
<div class="scrolls" tabindex="0" role="group" aria-label="Step of the workflow"><pre><code>${stepYaml(chapter.action, chapter.inputs)}</code></pre></div>
</div>
<section class="github" aria-label="Job summary of ${chapter.title}">
<h4>Job summary</h4>
${run.summary.trim() === '' ? html`<p>It wrote none.</p>` : renderMarkdown(run.summary, { deeper: 3 })}
</section>
</div>
<details><summary>Log of ${chapter.action}</summary><div class="scrolls" tabindex="0" role="group" aria-label="Log"><pre class="log">${logLines(run.log).map(({ kind, text }) => html`<span class="${kind}">${text}\n</span>`)}</pre></div></details>
</article>`;
}

function finding({ expected, found, held }: Finding): Html {
  return html`<li class="${held ? 'good' : 'bad'}"><span class="verdict">${held ? 'Yes' : 'No'}</span> ${expected}${!held && `; it was ${found}`}</li>`;
}

function list(texts: readonly string[]): Html {
  return html`${texts.map((text, index) => html`${index > 0 && (index === texts.length - 1 ? ' and ' : ', ')}<em>${text}</em>`)}`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}

function percent(share: number): string {
  return `${Math.round(share * 100)}\u00a0%`;
}

function day(time: number): string {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });
}
