import { type Html, html } from '@actions-aws/action';
import type { Finding } from '../story/findings.ts';
import { findingItem } from './finding-item.ts';
import { style } from './style.ts';

/** What differs between the pages that the demo leaves. */
export interface Parts {
  readonly title: string;
  readonly kicker: string;
  /** The heading, and the sentence below it, where all went as told. */
  readonly heading: Html;
  readonly lead: string;
  /** In the header, below that. */
  readonly figures?: Html | undefined;
  /** The sections before what was checked. */
  readonly sections: Html;
  readonly findings: readonly Finding[];
  /** What made it. */
  readonly command: string;
}

/**
 * One HTML page. It loads nothing and runs no script, and its policy forbids both: what a function or an action wrote is in it, and
 * would be harmless even if it got through unescaped.
 */
export function documentOf({ title, kicker, heading, lead, figures, sections, findings, command }: Parts): string {
  const wrong = findings.filter(({ held }) => !held);
  const isWell = wrong.length === 0;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style()}</style>
</head>
<body>
<a class="skip" href="#story">Skip to the story</a>
<header>
<p class="kicker">${kicker}</p>
<h1>${isWell ? heading : 'It did not go as told.'}</h1>
${isWell ? html`<p class="lead">${lead}</p>` : html`<ul class="findings">${wrong.map(findingItem)}</ul>`}${figures && html`\n${figures}`}
</header>
<main id="story">
${sections}
<section aria-labelledby="proved">
<h2 id="proved">What was checked</h2>
<ul class="findings">${findings.map(findingItem)}</ul>
</section>
</main>
<footer>
<p>Made by <code>${command}</code>. The actions ran from their bundles, as a runner starts them; the cloud ran on this machine, and nothing left it.</p>
</footer>
</body>
</html>
`.html;
}
