import { type Html, html } from '@actions-aws/action';
import { KINDS, SEVERITIES } from '@actions-aws/findings';
import type { Counts } from '../document.ts';
import { counted } from '../words.ts';

/** Open findings as bars: one for each kind, as long as it has findings, in the colours of their severities. */
export function chart({ kinds }: Counts): Html {
  const rows = KINDS.map((kind) => {
    const severities = SEVERITIES.map((severity) => ({ severity, count: kinds[kind][severity] }));
    return { kind, severities, total: severities.reduce((sum, { count }) => sum + count, 0) };
  }).filter(({ total }) => total > 0);
  if (rows.length === 0) return html`<p class="soft">No finding is open.</p>`;
  const longest = Math.max(...rows.map(({ total }) => total));
  const used = SEVERITIES.filter((severity) => rows.some(({ kind }) => kinds[kind][severity] > 0));
  return html`<div class="chart">
<table>
<thead><tr><th scope="col">Kind</th><th scope="col" class="wide">Open findings</th>${used.map(
    (severity) => html`<th scope="col"><span class="swatch ${severity}"></span>${severity}</th>`,
  )}</tr></thead>
<tbody>${rows.map(
    ({ kind, severities, total }) => html`
<tr><th scope="row"><button type="button" data-kind="${kind}" title="List these">${kind}</button></th><td class="wide">${bar(severities, longest)}<span class="total">${counted(total, 'finding')}</span></td>${used.map(
      (severity) => html`<td class="number">${kinds[kind][severity] || ''}</td>`,
    )}</tr>`,
  )}
</tbody>
</table>
</div>`;
}

type Share = { readonly severity: string; readonly count: number };

/** A drawing for the eye alone: the table beside it says the same in numbers. */
function bar(severities: readonly Share[], longest: number): Html {
  let at = 0;
  const pieces = severities
    .filter(({ count }) => count > 0)
    .map(({ severity, count }) => {
      const x = at;
      at += (count / longest) * 1000;
      return html`<rect class="${severity}" x="${x.toFixed(1)}" width="${(at - x).toFixed(1)}" height="10"/>`;
    });
  return html`<svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${pieces}</svg>`;
}
