import { type Html, html } from '@actions-aws/action';
import { releaseClass } from '../report/colours.ts';
import { moment, ticks } from '../report/times.ts';
import { releases } from './chapters.ts';
import { isGreen, releaseOf, type ServiceStory } from './findings.ts';
import { type Bin, binsOf, type Listener } from './shares.ts';

/** Distances in the units of the drawing: pixels where it is shown at its width. */
const margin = 6;
const title = 26;
const numbersAbove = 22;
const axisBelow = 26;
const heights: Readonly<Record<Listener, number>> = { production: 120, test: 22 };
const names: Readonly<Record<Listener, string>> = { production: 'Users', test: 'Test listener' };
/** Width of a column. */
const column = 6;

/** Where things are in a drawing of one width. */
interface Frame {
  readonly bottom: number;
  x(at: number): number;
}

/**
 * Draws who answered over time: for each listener columns, cut by the shares of the releases; a line where a chapter ended. To those who
 * do not see it it is one picture; a table says the same in words.
 */
export function sharesDrawing(
  story: ServiceStory,
  { width, id }: { readonly width: number; readonly id: string },
): Html {
  const span = Math.max(1, story.ended - story.began);
  const x = (at: number) => round(margin + ((at - story.began) / span) * (width - 2 * margin));
  const bottom = numbersAbove + 2 * title + heights.production + heights.test + 8;
  const frame: Frame = { bottom, x };
  const count = Math.floor((width - 2 * margin) / column);
  let top = numbersAbove;
  const drawn = (['production', 'test'] as const).map((listener) => {
    const bins = binsOf(story.answers[listener], { from: story.began, until: story.ended, count });
    const lane = html`<g class="lane"><text class="name" x="${margin}" y="${top + 18}">${names[listener]}</text>
<g class="band">${bins.map((bin) => columnOf(bin, top + title, heights[listener], frame))}</g></g>`;
    top += title + heights[listener];
    return lane;
  });
  return html`<svg class="timeline" viewBox="0 0 ${width} ${bottom + axisBelow}" role="img" aria-labelledby="${id}">
<title id="${id}">Which release answered users and the test listener over time; the table below says the same in words.</title>
<g class="axis">${ticks(span, 10).map(
    (ms) =>
      html`<path d="M${x(story.began + ms)} ${numbersAbove}V${bottom}"/><text x="${x(story.began + ms)}" y="${bottom + 18}" text-anchor="${ms === 0 ? 'start' : 'middle'}">${moment(ms)}</text>`,
  )}</g>
${drawn}
${chapterEnds(story, frame)}
</svg>`;
}

function columnOf({ from, until, shares, errors }: Bin, top: number, height: number, { x }: Frame): Html {
  const width = round(Math.max(1, x(until) - x(from)));
  let below = top + height;
  const said = shares.map(([version, share]) => `${releaseOf(version)} ${Math.round(share * 100)} %`).join(', ');
  const rest = errors > 0 ? `, errors ${Math.round(errors * 100)} %` : '';
  return html`<g><title>${said}${rest}</title>${shares.map(([version, share]) => {
    const tall = round(share * height);
    below = round(below - tall);
    return html`<rect class="${releaseClass(String(releases[version]))}" x="${x(from)}" y="${below}" width="${width}" height="${tall}"/>`;
  })}</g>`;
}

function chapterEnds({ chapters }: ServiceStory, { x, bottom }: Frame): Html {
  return html`<g>${chapters.map(({ number, chapter, run: { ended } }) => {
    const tone = isGreen(chapter) ? 'good' : 'bad';
    return html`<g class="run ${tone}"><path class="decision ${tone}" d="M${x(ended)} 12V${bottom}"/><circle class="at" cx="${x(ended)}" cy="11" r="10"/><text class="number" x="${x(ended)}" y="15.5" text-anchor="middle">${number}</text></g>`;
  })}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
