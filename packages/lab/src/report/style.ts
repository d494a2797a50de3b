/** The style sheet of the report: light or dark as the reader prefers, sparing on paper. */
export const STYLE = `
:root { color-scheme: light dark; --paper: #fffdf9; --ink: #1d1b18; --soft: #625c53; --line: #ddd6ca; --tint: #f5f0e7; --accent: #7a3b00; }
@media (prefers-color-scheme: dark) {
  :root { --paper: #191817; --ink: #ece8e1; --soft: #aaa398; --line: #3a3733; --tint: #232120; --accent: #ffb374; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
main { max-width: 1200px; margin: 0 auto; padding: 40px 24px 64px; }
h1 { font-size: 30px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -0.01em; }
h2 { font-size: 20px; margin: 48px 0 10px; }
h3 { font-size: 15px; margin: 24px 0 6px; }
p, ul { max-width: 74ch; }
ul { padding-left: 20px; }
li { margin: 6px 0; }
.headline { font-size: 18px; border-left: 3px solid var(--accent); padding-left: 14px; }
.setting, .note, figcaption, caption { color: var(--soft); }
.note, figcaption, caption { font-size: 14px; }
a { color: var(--accent); }
figure { margin: 16px 0 8px; }
figure .scroll, .scroll { overflow-x: auto; }
figure svg { display: block; max-width: 100%; height: auto; min-width: 640px; }
figcaption { max-width: 80ch; margin-top: 6px; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
caption { text-align: left; padding-bottom: 6px; }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
thead th { border-bottom: 2px solid var(--line); font-weight: 600; }
th[scope="row"], th[scope="rowgroup"], td.words, th.words { text-align: left; }
td.words { color: var(--soft); min-width: 15em; }
th small { display: block; font-weight: 400; color: var(--soft); font-size: 13px; }
td b { color: var(--accent); }
.grids { display: flex; flex-wrap: wrap; gap: 24px 56px; }
.grid td, .grid th[scope] { padding: 4px 10px; text-align: right; }
.downloads a { display: inline-block; margin: 0 10px 8px 0; padding: 7px 14px; border: 1px solid var(--line); border-radius: 7px; background: var(--tint); text-decoration: none; }
.downloads a:hover, .downloads a:focus-visible { border-color: var(--accent); }
dl { max-width: 96ch; display: grid; grid-template-columns: max-content 1fr; gap: 4px 20px; font-size: 14px; margin: 18px 0 0; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font: 13px/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; background: var(--tint); padding: 1px 5px; border-radius: 4px; }
@media print {
  :root { --paper: #fff; --ink: #000; --soft: #444; --line: #bbb; --tint: #fff; --accent: #000; }
  main { padding: 0; max-width: none; }
  body { font-size: 11pt; }
  .downloads { display: none; }
  figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  figure svg { min-width: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
