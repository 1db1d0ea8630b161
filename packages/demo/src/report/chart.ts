import type { Played, Story } from '../story.ts';
import { spellsOf, type Visit } from '../visits.ts';
import { type Html, html } from './html.ts';

/** How many colours the style sheet has for versions; further versions take them again. */
const colours = 6;

/** The class that gives a version its colour. */
export function versionClass(version: string): string {
  return `version-${((Number(version) || 1) - 1) % colours}`;
}

/** Heights and distances, in the units of the drawing: pixels where it is shown at its width. */
const layout = { left: 44, right: 14, runs: 16, band: 42, bandHeight: 40, plot: 100, plotHeight: 100, height: 230 };

/** The width from which a drawing has room for words beside its numbers. */
const roomy = 640;

/**
 * Draws what users met over time: which action ran when, which version answered, and how long each request took. It is
 * drawn for one width, so that its letters stay readable on every screen; a table beside it says the same in words.
 */
export function chart(story: Story, { width, id }: { readonly width: number; readonly id: string }): Html {
  const span = Math.max(1, story.ended - story.began);
  const x = (at: number) => round(layout.left + ((at - story.began) / span) * (width - layout.left - layout.right));
  const wide = width >= roomy;
  const slowest = Math.max(20, ...story.visits.map(({ tookMs }) => tookMs));
  // By the square root, so that one cold start does not press all others flat.
  const y = (ms: number) => round(layout.plot + layout.plotHeight * (1 - Math.sqrt(Math.min(ms, slowest) / slowest)));
  return html`<svg class="chart" viewBox="0 0 ${width} ${layout.height}" role="img" aria-labelledby="${id}">
<title id="${id}">What users met over time; the table below says the same in words.</title>
${axis(story, span, x, wide)}
${scale(slowest, y, width)}
${beforeUsers(story, x, wide)}
${spellsOf(story.visits).map((spell, index, all) => band(spell, x, all[index + 1]?.from ?? story.ended, wide))}
<g class="visits">${story.visits.map((visit) => dot(visit, x, y))}</g>
${story.played.map((played, index) => mark(played, index + 1, x))}
</svg>`;
}

type X = (at: number) => number;

function axis({ began }: Story, span: number, x: X, wide: boolean): Html {
  const every = [1, 2, 5, 10, 15, 30, 60].find((seconds) => span / seconds / 1000 <= (wide ? 12 : 6)) ?? 120;
  const ticks = Array.from({ length: Math.floor(span / 1000 / every) + 1 }, (_, index) => index * every);
  const bottom = layout.plot + layout.plotHeight;
  return html`<g class="axis">${ticks.map((seconds) => {
    const at = x(began + seconds * 1000);
    return html`<path d="M${at} ${layout.band}V${bottom}"/><text x="${at}" y="${bottom + 20}" text-anchor="middle">${seconds} s</text>`;
  })}</g>`;
}

function scale(slowest: number, y: (ms: number) => number, width: number): Html {
  const steps = [1, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000].filter((ms) => ms <= slowest);
  // A line where there is room for its number below the one before.
  const shown: number[] = [];
  for (const ms of steps.reverse())
    if (y(ms) - y(shown.at(-1) ?? Number.POSITIVE_INFINITY) > 16 || shown.length === 0) shown.push(ms);
  return html`<g class="axis">${shown.map(
    (ms) =>
      html`<path class="faint" d="M${layout.left} ${y(ms)}H${width - layout.right}"/><text x="${layout.left - 6}" y="${y(ms) + 4}" text-anchor="end">${ms} ms</text>`,
  )}</g>`;
}

function beforeUsers({ began, visits }: Story, x: X, wide: boolean): Html | false {
  const first = visits[0]?.at;
  if (first === undefined || x(first) - x(began) < 4) return false;
  return html`<g class="nobody"><rect x="${x(began)}" y="${layout.band}" width="${round(x(first) - x(began))}" height="${layout.bandHeight}" rx="4"/>${
    wide &&
    html`<text x="${round((x(began) + x(first)) / 2)}" y="${layout.band + 25}" text-anchor="middle">no users yet</text>`
  }</g>`;
}

function band(spell: ReturnType<typeof spellsOf>[number], x: X, until: number, wide: boolean): Html {
  const [left, right] = [x(spell.from), x(until)];
  const label = wide && right - left > 90 ? `version ${spell.version}` : spell.version;
  return html`<g class="band ${versionClass(spell.version)}"><rect x="${left}" y="${layout.band}" width="${round(Math.max(2, right - left))}" height="${layout.bandHeight}" rx="4"/>${
    right - left > 14 &&
    html`<text x="${round((left + right) / 2)}" y="${layout.band + 25}" text-anchor="middle">${label || 'none'}</text>`
  }</g>`;
}

function dot(visit: Visit, x: X, y: (ms: number) => number): Html {
  const [at, height] = [x(visit.at), y(visit.tookMs)];
  if (visit.problem === '')
    return html`<circle class="${versionClass(visit.version)}" cx="${at}" cy="${height}" r="2.2"/>`;
  const bottom = layout.plot + layout.plotHeight - 4;
  return html`<path class="error" d="M${round(at - 5)} ${bottom - 5}l10 10m0 -10l-10 10"><title>${visit.problem}</title></path>`;
}

/** An action: its run as a bar, and its number with a line down to what users met from then on. */
function mark({ run, decided }: Played, number: number, x: X): Html {
  const [left, right, at] = [x(run.began), x(run.ended), x(decided)];
  return html`<g class="run ${run.exitCode === 0 ? 'good' : 'bad'}">
<path class="decision" d="M${at} ${layout.runs}V${layout.plot + layout.plotHeight}"/>
<rect class="bar" x="${left}" y="${layout.runs - 3}" width="${round(Math.max(6, right - left))}" height="6" rx="3"/>
<circle class="at" cx="${at}" cy="${layout.runs}" r="11"/><text class="number" x="${at}" y="${layout.runs + 4.5}" text-anchor="middle">${number}</text>
</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
