import { type Html, html } from '@actions-aws/action';
import type { Lane, Stretch } from '../story/lanes.ts';
import { percent } from '../story/quantities.ts';
import { decidedAt, lanesIn, type Story } from '../story/story.ts';
import type { Visit } from '../story/visits.ts';
import { releaseClass } from './colours.ts';
import { type Pin, pinsOf, toneOf } from './pins.ts';
import { moment, ticks } from './times.ts';

/** Distances in the units of the drawing: pixels where it is shown at its width. */
const margin = 6;
const pinRow = { top: 14, height: 27, radius: 11 };
const lane = { name: 12, band: 20, bandHeight: 30, dots: 59, rows: 5, rowHeight: 5.5, height: 106 };
const axisHeight = 26;

/** The width from which a drawing has room for words beside its numbers. */
const roomy = 640;

/** The smallest slice of a band that can still be seen. */
const smallestSlice = 6;

/** Where things are in a drawing of one width. */
interface Frame {
  readonly width: number;
  readonly wide: boolean;
  /** Where the first lane begins. */
  readonly top: number;
  readonly bottom: number;
  x(at: number): number;
}

/**
 * Draws what users met over time: a lane for each function, with a band of who answered and a dot for each request; above
 * them the runs of actions. It is drawn for one width, so that its letters stay readable on every screen. To those who do
 * not see it it is one picture; a table says the same in words.
 */
export function timeline(story: Story, { width, id }: { readonly width: number; readonly id: string }): Html {
  const span = Math.max(1, story.ended - story.began);
  const x = (at: number) => round(margin + ((at - story.began) / span) * (width - 2 * margin));
  const lanes = lanesIn(story);
  const placed = inRows(pinsOf(story.played), x);
  const top = pinRow.top + pinRow.height * Math.max(1, placed.rows) + 6;
  const bottom = top + lanes.length * lane.height;
  const frame: Frame = { width, wide: width >= roomy, top, bottom, x };
  return html`<svg class="timeline" viewBox="0 0 ${width} ${bottom + axisHeight}" role="img" aria-labelledby="${id}">
<title id="${id}">What users of ${lanes.length} functions met over time; the table below says the same in words.</title>
<defs><pattern id="${id}-aside" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V6"/></pattern></defs>
${axis(story, span, frame)}
${placed.pins.map(({ pin, row }) => decision(pin, row, frame))}
${lanes.map((one, index) => laneOf(one, story, { ...frame, top: top + index * lane.height }, id))}
${placed.pins.map(({ pin, row }) => mark(pin, row, frame))}
</svg>`;
}

/** Runs that would hide each other go below one another. */
function inRows(pins: readonly Pin[], x: Frame['x']): { pins: { pin: Pin; row: number }[]; rows: number } {
  const free: number[] = [];
  const placed = pins.map((pin) => {
    const at = x(decidedAt(pin.run));
    const left = Math.min(x(pin.run.began), at - pinRow.radius);
    const right = Math.max(x(pin.run.ended), at + pinRow.radius);
    const found = free.findIndex((until) => until + 2 <= left);
    const row = found < 0 ? free.length : found;
    free[row] = right;
    return { pin, row };
  });
  return { pins: placed, rows: free.length };
}

function axis({ began }: Story, span: number, { x, top, bottom, wide }: Frame): Html {
  return html`<g class="axis">${ticks(span, wide ? 12 : 5).map((ms) => {
    const at = x(began + ms);
    return html`<path d="M${at} ${top}V${bottom}"/><text x="${at}" y="${bottom + 18}" text-anchor="${ms === 0 ? 'start' : 'middle'}">${moment(ms)}</text>`;
  })}</g>`;
}

/** The moment from which users met what an action had decided, through all lanes. */
function decision({ run }: Pin, row: number, { x, bottom }: Frame): Html {
  return html`<path class="decision ${toneOf(run)}" d="M${x(decidedAt(run))} ${rowY(row)}V${bottom - 12}"/>`;
}

/** A run as a bar, and its number where it decided. */
function mark({ label, run }: Pin, row: number, { x }: Frame): Html {
  const [left, right, at, y] = [x(run.began), x(run.ended), x(decidedAt(run)), rowY(row)];
  return html`<g class="run ${toneOf(run)}">
<rect class="bar" x="${left}" y="${y - 3}" width="${round(Math.max(6, right - left))}" height="6" rx="3"/>
<circle class="at" cx="${at}" cy="${y}" r="${pinRow.radius}"/><text class="number" x="${at}" y="${y + 4.5}" text-anchor="middle">${label}</text>
</g>`;
}

function rowY(row: number): number {
  return pinRow.top + row * pinRow.height;
}

function laneOf({ functionName, visits, stretches }: Lane, story: Story, frame: Frame, id: string): Html {
  return html`<g class="lane">
<text class="name" x="${margin}" y="${frame.top + lane.name}">${functionName}</text>
${nobodyYet(visits, story, frame)}
${stretches.map((stretch) => band(stretch, frame, id))}
${dots(visits, stretches, frame)}
</g>`;
}

function nobodyYet(visits: readonly Visit[], { began, ended }: Story, { x, top, wide }: Frame): Html | false {
  const [from, until] = [x(began), x(visits[0]?.at ?? ended)];
  if (until - from < 4) return false;
  return html`<g class="nobody"><rect x="${from}" y="${top + lane.band}" width="${round(until - from)}" height="${lane.bandHeight}" rx="4"/>${
    wide &&
    until - from > 80 &&
    html`<text x="${round((from + until) / 2)}" y="${top + lane.band + 19}" text-anchor="middle">no users yet</text>`
  }</g>`;
}

/** Who answered in a stretch: the busiest release as a block, those beside it as slices as high as their shares. */
function band(stretch: Stretch, { x, top, wide }: Frame, id: string): Html {
  const [left, right] = [x(stretch.from), x(stretch.until)];
  const width = round(Math.max(2, right - left - 1));
  const [main, ...others] = stretch.shares;
  const middle = round((left + right) / 2);
  const block = (release: string, y: number, height: number, hatched = false) =>
    html`<rect class="${releaseClass(release)}" x="${left}" y="${round(y)}" width="${width}" height="${round(height)}" rx="3"/>${hatched && html`<rect x="${left}" y="${round(y)}" width="${width}" height="${round(height)}" rx="3" fill="url(#${id}-aside)"/>`}`;
  const bandTop = top + lane.band;
  let y = bandTop;
  const slices = others.map(({ release, share }) => {
    const height = Math.max(smallestSlice, share * lane.bandHeight);
    y += height;
    return block(release, y - height, height - 1, true);
  });
  const label = width > 76 && wide ? `release ${main?.release}` : main?.release;
  return html`<g class="band">${slices}${block(main?.release ?? '', y, bandTop + lane.bandHeight - y)}${
    width > 12 &&
    html`<text class="on-${releaseClass(main?.release ?? '')}" x="${middle}" y="${round((y + bandTop + lane.bandHeight) / 2 + 5)}" text-anchor="middle">${label || 'none'}</text>`
  }${
    others.length > 0 &&
    html`<text class="aside" x="${middle}" y="${top + lane.name}" text-anchor="middle">${others.map(({ release, share }) => `${wide ? 'release ' : ''}${release}: ${percent(share)}`).join(', ')}</text>`
  }</g>`;
}

/** Every request: those of one release are one path, and what went wrong is a cross that says what it was. */
function dots(visits: readonly Visit[], stretches: readonly Stretch[], { x, top }: Frame): Html {
  const y = (index: number) => round(top + lane.dots + (index % lane.rows) * lane.rowHeight);
  const paths = new Map<string, string[]>();
  const crosses: Html[] = [];
  const halos: string[] = [];
  for (const [index, { at, release, problem }] of visits.entries()) {
    if (problem) {
      const cross = `M${round(x(at) - 3.5)} ${round(y(index) - 3.5)}l7 7m0 -7l-7 7`;
      halos.push(cross);
      crosses.push(html`<path class="error" d="${cross}"><title>${problem}</title></path>`);
      continue;
    }
    const stretch = stretches.find(({ from, until }) => at >= from && at < until);
    const aside = stretch !== undefined && stretch.shares.length > 1 && stretch.shares[0]?.release !== release;
    const key = `${releaseClass(release)}${aside ? ' few' : ''}`;
    paths.set(key, [...(paths.get(key) ?? []), `M${x(at)} ${y(index)}h0`]);
  }
  // Few on top of many, and errors on top of all.
  const ordered = [...paths].sort(([a], [b]) => Number(a.endsWith(' few')) - Number(b.endsWith(' few')));
  return html`<g class="dots">${ordered.map(([key, moves]) => html`<path class="${key}" d="${moves.join('')}"/>`)}${halos.length > 0 && html`<path class="halo" d="${halos.join('')}"/>`}${crosses}</g>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
