import { type Html, html } from '@actions-aws/action';
import type { Finding } from '../story/findings.ts';

/** What was expected, whether it was so, and if not, what was found. */
export function findingItem({ expected, found, held }: Finding): Html {
  return html`<li class="${held ? 'good' : 'bad'}"><span class="verdict">${held ? 'Yes' : 'No'}</span> <span>${expected}${!held && `; it was ${found}`}</span></li>`;
}
