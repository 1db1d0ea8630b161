import { type Html, html } from '@actions-aws/action';
import { releaseClass } from '../report/colours.ts';
import { moment, ticks } from '../report/times.ts';
import { releaseNumbers, type SiteStory } from './findings.ts';
import { type HostLane, lanesOf } from './served.ts';

/** Distances in the units of the drawing: pixels where it is shown at its width. */
const margin = 6;
const lane = { height: 20, band: 16 };
const title = 26;
const numbersAbove = 22;
const axisBelow = 26;

/** Where things are in a drawing of one width. */
interface Frame {
  readonly top: number;
  readonly bottom: number;
  x(at: number): number;
}

/**
 * Draws what each host served over time: a lane for each, with a band in the colour of the release; a line where a chapter ended. To
 * those who do not see it it is one picture; a table says the same in words.
 */
export function servedDrawing(story: SiteStory, { width, id }: { readonly width: number; readonly id: string }): Html {
  const lanes = lanesOf(story.answers, story.ended);
  const span = Math.max(1, story.ended - story.began);
  const x = (at: number) => round(margin + ((at - story.began) / span) * (width - 2 * margin));
  const groups = (['test', 'app'] as const).map((site) => lanes.filter((one) => one.site === site));
  const bottom = numbersAbove + groups.reduce((sum, group) => sum + title + group.length * lane.height, 0) + 8;
  const frame: Frame = { top: numbersAbove, bottom, x };
  let top = numbersAbove;
  const drawn = groups.map((group) => {
    const y = top;
    top += title + group.length * lane.height;
    return site(group, story, { ...frame, top: y });
  });
  return html`<svg class="timeline" viewBox="0 0 ${width} ${bottom + axisBelow}" role="img" aria-labelledby="${id}">
<title id="${id}">Which release each of ${lanes.length} hosts served over time; the table below says the same in words.</title>
${axis(story, span, frame)}
${drawn}
${chapterEnds(story, frame)}
</svg>`;
}

function axis({ began }: SiteStory, span: number, { x, top, bottom }: Frame): Html {
  return html`<g class="axis">${ticks(span, 10).map(
    (ms) =>
      html`<path d="M${x(began + ms)} ${top}V${bottom}"/><text x="${x(began + ms)}" y="${bottom + 18}" text-anchor="${ms === 0 ? 'start' : 'middle'}">${moment(ms)}</text>`,
  )}</g>`;
}

function site(lanes: readonly HostLane[], story: SiteStory, { top, x }: Frame): Html | false {
  const [first] = lanes;
  if (!first) return false;
  return html`<g class="lane"><text class="name" x="${margin}" y="${top + 18}">${first.site.toUpperCase()}, ${lanes.length} hosts</text>
${lanes.map((one, index) => band(one, story, top + title + index * lane.height, x))}</g>`;
}

function band({ stretches, host }: HostLane, { chapters, locations }: SiteStory, y: number, x: Frame['x']): Html {
  const numbers = releaseNumbers(chapters);
  return html`<g class="band">${stretches.map(({ from, until, release }) => {
    const number = numbers.get(release);
    const [left, width] = [x(from), round(Math.max(1, x(until) - x(from)))];
    if (release === '')
      return html`<g class="unserved"><rect x="${left}" y="${y}" width="${width}" height="${lane.band}" rx="3"/></g>`;
    return html`<rect class="${releaseClass(String(number ?? ''))}" x="${left}" y="${y}" width="${width}" height="${lane.band}" rx="3"><title>${locations[host] ?? ''}, host ${host + 1}</title></rect>${
      width > 14 &&
      html`<text class="on-${releaseClass(String(number ?? ''))}" x="${round(left + width / 2)}" y="${y + 12.5}" text-anchor="middle">${number ?? '?'}</text>`
    }`;
  })}</g>`;
}

function chapterEnds({ chapters }: SiteStory, { x, bottom }: Frame): Html {
  return html`<g>${chapters.map(({ number, ended, steps }) => {
    const tone = steps.every(({ green }) => green) ? 'good' : 'bad';
    return html`<g class="run ${tone}"><path class="decision ${tone}" d="M${x(ended)} 12V${bottom}"/><circle class="at" cx="${x(ended)}" cy="11" r="10"/><text class="number" x="${x(ended)}" y="15.5" text-anchor="middle">${number}</text></g>`;
  })}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
