#include "reports/html_style.h"

namespace rackproof {

const std::string_view kReportStyle = R"css(
:root { --ink: #1c2126; --soft: #5b6570; --line: #d7dce1; --paper: #fff; --tint: #f5f7f9;
  --pass: #1a7f4b; --fail: #c0272d; --inconclusive: #a15c00; --unjudged: #66707a; --invalid: #7b2f92;
  --accent: #1d4f7c; }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0 auto; max-width: 1060px; padding: 32px 28px 64px; background: var(--paper);
  color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif;
  overflow-wrap: break-word; }
h1 { font-size: 30px; line-height: 1.2; margin: 4px 0 6px; letter-spacing: -.01em; }
h2 { font-size: 21px; margin: 46px 0 14px; padding-bottom: 6px; border-bottom: 2px solid var(--ink); }
h2 .no { color: var(--soft); font-weight: 400; margin-right: 10px; }
h3 { font-size: 16px; margin: 26px 0 8px; }
h4 { font-size: 14px; margin: 16px 0 6px; }
p { margin: 6px 0 10px; max-width: 78ch; }
a { color: var(--accent); }
ul { margin: 6px 0; padding-left: 20px; }
pre { margin: 4px 0 10px; padding: 8px 12px; background: var(--tint); border: 1px solid var(--line);
  border-radius: 4px; white-space: pre-wrap; }
.code, dt, dd, pre, .why, .source { overflow-wrap: anywhere; }
pre, .code { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
  font-size: 12.5px; }
.maker { margin: 0; color: var(--soft); text-transform: uppercase; letter-spacing: .14em;
  font-size: 12px; font-weight: 600; }
.subject { margin: 0 0 4px; font-size: 17px; color: var(--soft); }
.self-test { font-weight: 600; color: var(--inconclusive); }
.none, .note, .source, .class { color: var(--soft); }
.source, .note, .class { font-size: 13px; margin: 2px 0; max-width: none; }
.source b { font-weight: 600; color: var(--ink); }
.question { margin: 2px 0 4px; }
.alarm { color: var(--fail); font-weight: 600; }
.simulated, .aborted { max-width: none; margin: 0 0 20px; padding: 12px 16px; color: #3d2c00;
  background: repeating-linear-gradient(135deg, #ffe9a8 0 14px, #ffdf85 14px 28px);
  border: 2px solid #b98a00; border-radius: 4px; print-color-adjust: exact; }
.simulated b, .aborted b { font-size: 18px; letter-spacing: .08em; margin-right: 6px; }
.overall { display: flex; gap: 20px; align-items: center; margin: 18px 0 14px; padding: 14px 20px;
  border: 1px solid var(--line); border-left: 8px solid var(--soft); border-radius: 4px;
  background: var(--tint); }
.overall .word { margin: 0; font-size: 30px; font-weight: 700; white-space: nowrap; }
.overall ul { margin: 0; }
.overall.pass { border-left-color: var(--pass); } .overall.pass .word { color: var(--pass); }
.overall.fail { border-left-color: var(--fail); } .overall.fail .word { color: var(--fail); }
.overall.inconclusive { border-left-color: var(--inconclusive); }
.overall.inconclusive .word { color: var(--inconclusive); }
.overall.invalid { border-left-color: var(--invalid); } .overall.invalid .word { color: var(--invalid); }
.tally { display: flex; flex-wrap: wrap; gap: 8px 26px; list-style: none; padding: 0;
  margin: 0 0 22px; }
.tally b { font-size: 20px; margin-right: 6px; } .tally span { font-size: 13px; color: var(--soft); }
.tally .zero { opacity: .5; }
.tally .pass b { color: var(--pass); } .tally .fail b { color: var(--fail); }
.tally .inconclusive b { color: var(--inconclusive); } .tally .invalid b { color: var(--invalid); }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(400px, 1fr)); gap: 0 28px;
  margin: 8px 0 12px; }
dl div { display: flex; gap: 12px; padding: 4px 0; border-bottom: 1px solid var(--line); }
dt { flex: 0 0 140px; color: var(--soft); font-size: 13px; padding-top: 1px; }
dd { margin: 0; flex: 1; min-width: 0; white-space: pre-line; }
nav ol { columns: 2; margin: 6px 0; padding-left: 22px; }
table { width: 100%; border-collapse: collapse; margin: 8px 0 14px; font-size: 13.5px; }
th { text-align: left; color: var(--soft); font-weight: 600; font-size: 12px;
  border-bottom: 1px solid var(--ink); padding: 4px 10px 4px 0; vertical-align: bottom; }
td { border-bottom: 1px solid var(--line); padding: 5px 10px 5px 0; vertical-align: top; }
td.number { font-variant-numeric: tabular-nums; }
td.code { min-width: 7em; } td.digest { font-size: 11px; }
td.why { min-width: 200px; }
.badge { display: inline-block; padding: 0 7px; border-radius: 3px; border: 1px solid currentColor;
  font-size: 11.5px; font-weight: 700; line-height: 18px; letter-spacing: .03em; white-space: nowrap;
  vertical-align: 2px; }
.badge.pass { color: var(--pass); } .badge.inconclusive { color: var(--inconclusive); }
.badge.unjudged { color: var(--unjudged); }
.badge.fail { background: var(--fail); border-color: var(--fail); color: #fff;
  print-color-adjust: exact; }
.badge.invalid { background: var(--invalid); border-color: var(--invalid); color: #fff;
  print-color-adjust: exact; }
.criterion, .step { margin: 18px 0 26px; padding-left: 14px; border-left: 3px solid var(--line); }
.criterion.pass, .step.pass { border-left-color: var(--pass); }
.criterion.fail, .step.fail { border-left-color: var(--fail); }
.criterion.inconclusive { border-left-color: var(--inconclusive); }
.criterion.invalid { border-left-color: var(--invalid); }
.criterion h3, .step h3 { margin: 0; }
.again { margin: 8px 0 2px; font-size: 13px; color: var(--soft); }
svg { display: block; width: 100%; height: auto; }
svg.margin { width: 150px; max-width: 100%; }
svg.spark { width: 180px; max-width: 100%; }
svg.spark polyline { fill: none; stroke-width: 1.2; stroke-linejoin: round; }
.room { font-size: 12px; color: var(--soft); }
.worth { margin: 2px 0 0; font-size: 12px; color: var(--soft); }
.waiver { margin: 2px 0 0; font-size: 12px; font-weight: 600; color: var(--inconclusive); }
.margin .track { fill: #e6e9ec; } .margin .zone { fill: #b9dfc9; }
.margin .limit { stroke: var(--ink); stroke-width: 2; }
.margin .accept { stroke: var(--ink); stroke-width: 1.5; stroke-dasharray: 2 2; }
.margin circle { fill: var(--unjudged); stroke: #fff; stroke-width: 1; }
.margin .pass { fill: var(--pass); } .margin .fail { fill: var(--fail); }
.margin .inconclusive { fill: var(--inconclusive); } .margin .invalid { fill: var(--invalid); }
.legend { font-size: 12.5px; color: var(--soft); }
.legend-limit { border-left: 2px solid var(--ink); padding-left: 4px; }
.legend-accept { border-left: 2px dashed var(--ink); padding-left: 4px; }
.plots { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 18px 26px; }
figure { margin: 0; break-inside: avoid; }
figcaption { font-weight: 600; font-size: 14px; margin-bottom: 2px; }
figure .legend { margin: 0 0 4px; } .entry { margin-right: 14px; }
.key { display: inline-block; width: 16px; border-top: 3px solid; vertical-align: 3px; }
figure text { font-size: 10px; fill: var(--soft); }
.phase, .time { text-anchor: middle; } .value { text-anchor: end; }
figure .phase { font-size: 9px; }
.even { fill: #eef2f6; } .odd { fill: #f8f9fb; }
.grid { stroke: #dfe4e8; } .axis, .tick { stroke: #8a949e; }
figure polyline { fill: none; stroke-width: 1.4; stroke-linejoin: round; }
figure .band { fill: #1d4f7c; fill-opacity: .18; stroke: none; }
.l0 { stroke: #1d4f7c; } .k0 { border-color: #1d4f7c; } circle.l0 { fill: #1d4f7c; }
.l1 { stroke: #c2571a; } .k1 { border-color: #c2571a; } circle.l1 { fill: #c2571a; }
.l2 { stroke: #2e8b57; } .k2 { border-color: #2e8b57; } circle.l2 { fill: #2e8b57; }
.l3 { stroke: #8e44ad; } .k3 { border-color: #8e44ad; } circle.l3 { fill: #8e44ad; }
.l4 { stroke: #b8860b; } .k4 { border-color: #b8860b; } circle.l4 { fill: #b8860b; }
.l5 { stroke: #c0272d; } .k5 { border-color: #c0272d; } circle.l5 { fill: #c0272d; }
.l6 { stroke: #17808a; } .k6 { border-color: #17808a; } circle.l6 { fill: #17808a; }
.l7 { stroke: #6b6b6b; } .k7 { border-color: #6b6b6b; } circle.l7 { fill: #6b6b6b; }
.end { margin: 40px 0 0; text-align: center; max-width: none; color: var(--soft); }
@media (max-width: 700px) {
  body { padding: 18px 14px 40px; }
  h1 { font-size: 24px; } h2 { font-size: 19px; }
  .overall { flex-direction: column; align-items: flex-start; gap: 6px; padding: 12px 14px; }
  .plots { grid-template-columns: minmax(0, 1fr); }
  nav ol { columns: 1; }
  dl { grid-template-columns: minmax(0, 1fr); }
  table, tbody, tr, td { display: block; width: auto; }
  thead { display: none; }
  tr { border: 1px solid var(--line); border-radius: 4px; margin: 8px 0; padding: 4px 10px; }
  td { display: flex; gap: 10px; border: 0; padding: 2px 0; }
  td:empty { display: none; }
  td::before { content: attr(data-label); flex: 0 0 96px; color: var(--soft);
    font: 12px/1.6 system-ui, "Segoe UI", Arial, sans-serif; }
  td.why, td.code { min-width: 0; }
}
@page { size: A4; margin: 16mm 14mm 18mm;
  @bottom-right { content: "Page " counter(page) " of " counter(pages); font-size: 9px; } }
@media print {
  body { padding: 0; max-width: none; font-size: 10.5pt; }
  h2, h3, h4 { break-after: avoid; }
  tr, .step, dl div, .overall { break-inside: avoid; }
  thead { display: table-header-group; }
  a { color: inherit; text-decoration: none; }
  .even, .odd, .band, .zone, .track { print-color-adjust: exact; }
}
)css";

}  // namespace rackproof
