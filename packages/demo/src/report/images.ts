import { type Html, html } from '@actions-aws/action';
import { endOf, holdersOf, shortDigest } from '../story/images.ts';
import type { Image, Played, Story } from '../story/story.ts';
import { liveTag } from '../story/workflow.ts';
import { releaseClass, releaseName } from './colours.ts';
import { outcomeOf } from './pins.ts';

/** The images that were built, what became of each, and what leads to it at the end; nothing where there are none. */
export function imageTable({ played }: Story): Html | false {
  const built = played.flatMap((one, chapter) =>
    one.images.flatMap((image, step) => (image ? [{ image, chapter, step }] : [])),
  );
  if (built.length === 0) return false;
  return html`<section aria-labelledby="images">
<h2 id="images">Which image is where</h2>
<div class="scrolls" tabindex="0" role="region" aria-labelledby="images-caption">
<table class="images"><caption id="images-caption">Each image was built once, and is named by its commit. Functions are given it by its digest; the tag “${liveTag}” follows what users have.</caption>
<thead><tr><th scope="col">Image of</th><th scope="col">Name</th><th scope="col">Digest</th><th scope="col">What became of it</th><th scope="col">What leads to it at the end</th></tr></thead>
<tbody>${built.map(({ image, chapter, step }) => {
    const run = played[chapter]?.runs[step];
    const end = endOf(image, played);
    return html`<tr>
<th scope="row"><span class="swatch ${releaseClass(image.release)}"></span>${releaseName(image.release)}</th>
<td><code>${image.tag}</code></td><td><code title="${image.digest}">${shortDigest(image.digest)}</code></td>
<td><a href="#chapter-${chapter + 1}">${run ? outcomeOf(run) : 'not deployed'}</a>${end && html`, <a href="#chapter-${end.chapter + 1}">${end.how}</a>`}</td>
<td>${holders(image, played)}</td>
</tr>`;
  })}</tbody>
</table></div>
</section>`;
}

function holders(image: Image, played: readonly Played[]): string {
  const { functionNames, tag } = holdersOf(image, played);
  const all = functionNames.length > 1 && functionNames.length === played.at(-1)?.live.length;
  const aliases = all ? [`the aliases of all ${functionNames.length} functions`] : functionNames;
  return [...aliases, ...(tag ? [`the tag “${liveTag}”`] : [])].join(', ') || 'nothing';
}

/** The image of a push, in its chapter: its name, and its whole digest. */
export function imageOf({ tag, digest }: Image, by: string | undefined): Html {
  return html`<h4>The image${by && `, ${by}`}</h4>
<p class="image"><code>${tag}</code><br><code>${digest || 'not built'}</code></p>`;
}
