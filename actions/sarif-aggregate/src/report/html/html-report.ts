import { createHash } from 'node:crypto';
import { type Html, html, trusted } from '@actions-aws/action';
import { gathering } from '../../store/gathered.ts';
import type { Finding, Findings, ScanReport } from '../document.ts';
import type { Listing } from '../files/listing.ts';
import { patternsOf } from '../files/patterns.ts';
import { counted, failureInWords, grouped, placeOf, scanInWords, sentence } from '../words.ts';
import { chart } from './chart.ts';
import { formOfEntries, inScript, type Legend, legendOf, MOST_FINDINGS } from './entries.ts';
import { page } from './page.js';
import { STYLE } from './style.ts';

/** Findings that are in the page as it is, for readers without script. */
const MOST_WRITTEN = 100;

/**
 * One page that needs nothing else and asks for nothing: from disk, as an artifact or as a mail's attachment. Its policy lets its own
 * script and style run, by their hashes, and refuses all else: https://www.w3.org/TR/CSP3/
 *
 * @param most findings that it lists, the worst first; that there are more is said.
 */
export function htmlReport(told: Findings, { most = MOST_FINDINGS } = {}): Listing {
  const legend = legendOf(told);
  const write = patternsOf(formOfEntries(legend), told.counts);
  const worst: Finding[] = [];
  // Bytes, which take half the memory of texts, and no work of a garbage collector.
  const entries = gathering();
  let listed = 0;
  let isCut = false;
  return {
    begin: () => '',
    // What is in the page as it is stands before the entries, and says how many there are.
    add(told) {
      if (worst.length < MOST_WRITTEN) worst.push(told.finding());
      else isCut = true;
      if (listed === most) return;
      if (listed > 0) entries.text(',\n');
      write(told, entries);
      listed += 1;
    },
    end: () => pageOf(told, legend, written(worst, isCut), entries.take(), most),
  };
}

/** The findings that are in the page as it is, and how many these are. */
interface Written {
  readonly worst: readonly Finding[];
  readonly said: string;
}

function written(worst: readonly Finding[], isCut: boolean): Written {
  const { length } = worst;
  return {
    worst,
    said: isCut ? `The ${length} worst; with its script, this page lists them all.` : counted(length, 'finding'),
  };
}

function* pageOf(
  told: Findings,
  legend: Legend,
  { worst, said }: Written,
  entries: Uint8Array,
  most: number,
): Generator<string | Uint8Array> {
  const script = `(${page.toString()})(document)`;
  const policy = `default-src 'none'; script-src ${sourceOf(script)}; style-src ${sourceOf(STYLE)}; base-uri 'none'; form-action 'none'`;
  yield render(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${TITLES[told.verdict]}: security findings</title>
<style>${trusted(STYLE)}</style>
</head>
<body>
<a class="skip" href="#findings-heading">Skip to the findings</a>
${header(told)}
<main>
<h2>Scans</h2>
${scansTable(told.scans)}
<h2>By kind and severity</h2>
${chart(told.counts)}
<h2 id="findings-heading" tabindex="-1">Findings</h2>
${controls(legend)}
<p id="shown" class="soft" role="status">${said}</p>
<div id="list" class="scrolls list">
<table aria-describedby="shown">
<thead><tr><th scope="col">Severity</th><th scope="col">State</th><th scope="col">Rule</th><th scope="col">Place</th><th scope="col">What it says</th></tr></thead>
<tbody>${worst.map(row)}</tbody>
</table>
</div>
<dialog id="detail" aria-labelledby="detail-heading"></dialog>
</main>
<script type="application/json" id="legend">`);
  yield inScript(JSON.stringify({ ...legend, most }));
  yield '</script>\n<script type="application/json" id="entries">[';
  yield entries;
  yield `]</script>\n<script>${script}</script>\n</body>\n</html>\n`;
}

const TITLES = { pass: 'Passed', block: 'Blocked', incomplete: 'Incomplete' } as const;

function header(told: Findings): Html {
  const { verdict, counts, baseline, acceptance } = told;
  const figures: readonly (readonly [string, number])[] = [
    ['open', counts.open],
    ['of them blocking', counts.blocking],
    ['of them new', counts.new],
    ['fixed', counts.fixed],
    ['absent', counts.absent],
    ['not open', counts.suppressed + counts.accepted + counts.excluded],
  ];
  return html`<header>
<p class="kicker">Security findings</p>
<h1 class="${verdict}">${TITLES[verdict]}</h1>
<p class="lead">${sentence(told)}</p>
${!baseline && html`<p class="soft">No baseline was given, so every finding counts as new.</p>`}
${acceptance.expired.length > 0 && html`<p>No longer accepted, since the day has come: ${acceptance.expired.join('; ')}.</p>`}
<dl class="figures">${figures.map(([name, count]) => html`<div><dt>${name}</dt><dd>${grouped(count)}</dd></div>`)}</dl>
</header>`;
}

function scansTable(scans: readonly ScanReport[]): Html {
  return html`<div class="scrolls"><table>
<thead><tr><th scope="col">Scan</th><th scope="col">Tool</th><th scope="col">Ran</th><th scope="col" class="number">Results</th><th scope="col" class="number">Findings</th></tr></thead>
<tbody>${scans.map(
    (scan) => html`
<tr class="${!scan.complete && 'bad'}"><th scope="row">${scan.name}</th><td>${scan.tool} ${scan.version}</td><td>${scanInWords(scan)}${scan.failures.map(
      (failure) => html`<span class="failure">${failureInWords(failure)}</span>`,
    )}</td><td class="number">${grouped(scan.results)}</td><td class="number">${grouped(scan.findings)}</td></tr>`,
  )}
</tbody>
</table></div>`;
}

/** Hidden until the script has filled them: without it they would do nothing. */
function controls({ severities, kinds, states, fates, scans }: Legend): Html {
  const choices: readonly (readonly [string, readonly string[]])[] = [
    ['severity', severities],
    ['kind', kinds],
    ['state', states],
    ['fate', fates],
    ['scan', scans],
  ];
  return html`<form id="controls" hidden>
<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false" placeholder="rule, path, package, advisory …"></label>
${choices.map(
  ([name, words]) => html`<label>${name} <select name="${name}"><option value="">any</option>${words.map(
    (word, index) => html`<option value="${index}">${word}</option>`,
  )}</select></label>
`,
)}<label class="check"><input type="checkbox" name="blocks"> blocking only</label>
<p class="soft">Keys: <kbd>/</kbd> searches, <kbd>↑</kbd> <kbd>↓</kbd> <kbd>Page</kbd> <kbd>Home</kbd> <kbd>End</kbd> move, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes.</p>
</form>`;
}

function row(finding: Finding): Html {
  const { severity, state, fate, rule, message } = finding;
  return html`
<tr><td><span class="swatch ${severity}"></span>${severity}</td><td>${fate === 'open' ? state : fate}</td><td><code>${rule}</code></td><td><code>${placeOf(finding)}</code></td><td>${message}</td></tr>`;
}

function sourceOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function render({ html: text }: Html): string {
  return text;
}
