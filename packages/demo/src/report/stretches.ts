import { type Html, html } from '@actions-aws/action';
import type { Lane, Stretch } from '../story/lanes.ts';
import { percent } from '../story/quantities.ts';
import { lanesIn, type Story } from '../story/story.ts';
import { releaseClass, releaseName } from './colours.ts';
import { type Pin, pinsOf } from './pins.ts';
import { moment } from './times.ts';

/** What the drawing shows, in words: a row for each stretch in which the users of a function met the same. */
export function stretchTable(story: Story): Html {
  const pins = pinsOf(story.played);
  const lanes = lanesIn(story).filter(({ stretches }) => stretches.length > 0);
  return html`<div class="scrolls" tabindex="0" role="region" aria-labelledby="stretches-caption">
<table class="stretches"><caption id="stretches-caption">The same in words. For moments after an alias was written Lambda may still answer as before: such a request counts for the release that answered it.</caption>
<thead><tr><th scope="col">Users of</th><th scope="col">When</th><th scope="col">Were answered by</th><th scope="col">Requests</th><th scope="col">Errors</th><th scope="col">Because of</th></tr></thead>
${lanes.map((lane) => html`<tbody>${lane.stretches.map((stretch, index) => row(lane, stretch, index, { story, pins }))}</tbody>`)}
</table></div>`;
}

function row(
  { functionName, stretches }: Lane,
  stretch: Stretch,
  index: number,
  { story, pins }: { readonly story: Story; readonly pins: readonly Pin[] },
): Html {
  const cause = causeOf(functionName, stretch, pins);
  return html`<tr>
${index === 0 && html`<th scope="rowgroup" rowspan="${stretches.length}">${functionName}</th>`}
<td>${moment(stretch.from - story.began)} to ${moment(stretch.until - story.began)}</td>
<td>${stretch.shares.length === 0 ? 'nobody' : stretch.shares.map((_, place) => answered(stretch, place))}</td>
<td>${stretch.visits}</td><td>${stretch.errors === 0 ? 'none' : html`<strong class="bad">${stretch.errors}</strong>`}</td>
<td>${cause && html`<a href="#chapter-${cause.chapter}">${cause.title}</a>`}</td>
</tr>`;
}

function answered({ shares, versions }: Stretch, place: number): Html {
  const { release, share } = shares[place]!;
  // The busiest gets what the others leave, so that rounded shares add up.
  const others = shares.slice(1).reduce((sum, each) => sum + Math.round(each.share * 100), 0);
  const part = shares.length > 1 ? `: ${percent(place === 0 ? 1 - others / 100 : share)}` : '';
  return html`<span class="answered"><span class="swatch ${releaseClass(release)}"></span>${releaseName(release)} <span class="soft">(version ${versions[place] || 'unknown'})</span>${part}</span>`;
}

/** The run whose write of the alias began the stretch: the last before it, and for the first stretch what made the alias. */
function causeOf(functionName: string, { from }: Stretch, pins: readonly Pin[]): Pin | undefined {
  const writes = pins.flatMap((pin) =>
    pin.run.moves.filter((move) => move.functionName === functionName).map(({ at }) => ({ at, pin })),
  );
  return writes.filter(({ at }) => at <= from).sort((a, b) => b.at - a.at)[0]?.pin;
}
