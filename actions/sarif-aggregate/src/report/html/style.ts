/** The style of the page. Severities differ in lightness as well as in hue, and each stands beside its word. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f5f2, #14161a);
  --card: light-dark(#ffffff, #1d2026);
  --ink: light-dark(#1b1f24, #e8e6e1);
  --soft: light-dark(#5b6169, #a3a8b0);
  --line: light-dark(#dedbd4, #343941);
  --link: light-dark(#0b57c2, #8ab8ff);
  --good: light-dark(#17703c, #6fd39a);
  --bad: light-dark(#b3261e, #ff9a90);
  --critical: light-dark(#6b0f1a, #ff6b6b);
  --high: light-dark(#c3170d, #ff9a5c);
  --medium: light-dark(#d98500, #f5c542);
  --low: light-dark(#8fa3b8, #7f93a8);
  --unknown: light-dark(#6a4fb3, #b59cf5);
  --none: light-dark(#d5d9de, #454b54);
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
body { margin: 0 auto; max-width: 1280px; padding: 0 20px 64px; }
header { padding-top: 40px; }
h1 { font-size: clamp(2rem, 6vw, 3.2rem); letter-spacing: -0.03em; line-height: 1.1; margin: 0; }
h1.pass { color: var(--good); }
h1.block, h1.incomplete, tr.bad td { color: var(--bad); }
h2 { font-size: 1.4rem; margin: 44px 0 12px; }
h3 { margin: 0 0 8px; overflow-wrap: anywhere; }
h4 { margin: 20px 0 4px; }
p { margin: 10px 0; max-width: 80ch; }
code, kbd { font: 0.88em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
kbd { border: 1px solid var(--line); border-radius: 4px; padding: 0 5px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: -2px; }
.kicker, .soft { color: var(--soft); }
.kicker { margin: 0 0 8px; }
.lead { font-size: 1.15rem; }
.skip { left: -999px; position: absolute; }
.skip:focus { background: var(--card); left: 12px; padding: 8px 12px; top: 12px; }
.figures { display: grid; gap: 16px 12px; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); margin: 24px 0 0; }
.figures div { border-top: 2px solid var(--ink); display: flex; flex-direction: column-reverse; justify-content: flex-end; padding-top: 8px; }
.figures dt { color: var(--soft); }
.figures dd { font-size: 1.7rem; font-variant-numeric: tabular-nums; font-weight: 700; line-height: 1.2; margin: 0; }
.scrolls { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.92rem; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 8px 14px 8px 0; text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
.number { font-variant-numeric: tabular-nums; text-align: right; }
.failure { display: block; }
.swatch { border-radius: 3px; display: inline-block; height: 11px; margin-right: 7px; print-color-adjust: exact; width: 11px; }
.swatch.critical { background: var(--critical); } rect.critical { fill: var(--critical); }
.swatch.high { background: var(--high); } rect.high { fill: var(--high); }
.swatch.medium { background: var(--medium); } rect.medium { fill: var(--medium); }
.swatch.low { background: var(--low); } rect.low { fill: var(--low); }
.swatch.unknown { background: var(--unknown); } rect.unknown { fill: var(--unknown); }
.swatch.none { background: var(--none); } rect.none { fill: var(--none); }
.chart svg { display: block; height: 18px; width: 100%; }
.chart .wide { min-width: 260px; width: 60%; }
.chart .total { color: var(--soft); font-size: 0.85rem; }
button { background: var(--card); border: 1px solid var(--line); border-radius: 6px; color: inherit; cursor: pointer; font: inherit; padding: 2px 10px; }
form { align-items: end; display: flex; flex-wrap: wrap; gap: 10px 14px; }
form[hidden] { display: none; }
form p { flex-basis: 100%; margin: 0; }
label { color: var(--soft); display: grid; font-size: 0.85rem; }
label.check { align-items: center; display: flex; gap: 6px; padding-bottom: 6px; }
input[type="search"] { min-width: min(320px, 80vw); }
input[type="search"], select { background: var(--card); border: 1px solid var(--line); border-radius: 6px; color: var(--ink); font: inherit; padding: 5px 8px; }
.list.searched { background: var(--card); border: 1px solid var(--line); border-radius: 10px; height: 70vh; min-height: 320px; overflow: auto; }
.searched table { table-layout: fixed; min-width: 900px; }
.searched thead th { background: var(--card); height: 40px; padding: 8px 14px; position: sticky; top: 0; }
.searched tbody td { height: 40px; overflow: hidden; padding: 8px 14px; text-overflow: ellipsis; white-space: nowrap; }
.searched tbody tr { cursor: pointer; }
.searched tbody tr:hover { background: var(--page); }
.searched tbody tr.room td { border: 0; height: 0; padding: 0; }
.searched th:nth-child(1) { width: 110px; } .searched th:nth-child(2) { width: 110px; }
.searched th:nth-child(3) { width: 20%; } .searched th:nth-child(4) { width: 28%; }
dialog { background: var(--card); border: 1px solid var(--line); border-radius: 12px; color: var(--ink); max-height: 86vh; max-width: min(820px, 94vw); overflow: auto; padding: 24px; width: 820px; }
dialog::backdrop { background: rgb(0 0 0 / 45%); }
dialog dl { display: grid; gap: 4px 16px; grid-template-columns: max-content 1fr; }
dialog dt { color: var(--soft); }
dialog dd, dialog li, .message { margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
dialog ul { padding-left: 18px; }
@media print { .list.searched { height: auto; overflow: visible; } form { display: none; } }
`;
