import { type Html, html } from '@actions-aws/action';
import { short } from '../story/detections.ts';
import type { Detection } from '../story/story.ts';

/** How many files stand in the page at once; more are behind a line that says how many. */
const most = 6;

/** The commit that a push brought, and the files that it changed. */
export function commitOf({ sha, subject, files }: Detection, by: string | undefined): Html {
  const list = html`<ul class="files">${files.map((file) => html`<li>${file}</li>`)}</ul>`;
  return html`<h4>The commit${by && `, ${by}`}</h4>
<p><code>${short(sha)}</code> ${subject}</p>
${files.length > most ? html`<details><summary>${files.length} files</summary>${list}</details>` : list}`;
}
