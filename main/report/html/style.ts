import { createHash } from 'node:crypto'
import { listLookRules } from '../../model/drawing/drawingLooks.ts'
import { technologyLooks } from '../../model/technologyLook.ts'

function listTechnologyRules(theme: 'light' | 'dark'): string {
  return Object.entries(technologyLooks)
    .map(([name, look]) => `.t-${name}{color:${look[theme]}}`)
    .join('')
}

/** All of a report's looks; nothing is loaded. Dark follows the reader's system, paper is always light. */
export const styleSheet = `
:root{color-scheme:light dark;--bg:#f5f7fa;--panel:#fff;--raised:#eef2f6;--line:#dde3ea;--text:#1a2330;--dim:#566374;--bad:#c22f2a;--warn:#8f5f00}
${listTechnologyRules('light')}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0f1216;--panel:#161b22;--raised:#1c232c;--line:#2a323d;--text:#e6edf3;--dim:#93a0b0;--bad:#f0837c;--warn:#d9a441}
${listTechnologyRules('dark')}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--text);font:13.5px/1.45 Inter,"Segoe UI",system-ui,-apple-system,"DejaVu Sans",sans-serif}
body>*{max-width:1320px;margin:0 auto;padding:0 20px}
header{padding-top:22px}h1{font-size:19px;margin:0}h2{font-size:15px;margin:26px 0 10px}h3{font-size:13.5px;margin:0 0 2px}
p{margin:4px 0}small,.dim,.note{color:var(--dim)}.note{font-size:12px;max-width:95ch}
.facts{display:flex;flex-wrap:wrap;gap:0 6px;margin:4px 0 0;padding:0;list-style:none;color:var(--dim)}.facts li:not(:last-child)::after{content:" ·"}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:12px 14px;margin:0 0 12px}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
th,td{padding:6px 10px;border-top:1px solid var(--line);text-align:left;vertical-align:top;font-weight:400;overflow-wrap:break-word}
thead th{border-top:0;font-weight:600}caption{text-align:left;padding:4px 10px;color:var(--dim);font-weight:600;font-size:12px}
.compare{table-layout:fixed;min-width:860px}.compare th:first-child{width:168px}
.compare small,.compare .interval,.compare .cellnote,.compare .reason{display:block;font-size:12px;color:var(--dim)}
.v{font-size:15px;font-weight:600}.facts-value{font-weight:600}.verdict{display:block;font-size:12px;font-weight:600}.failure{color:var(--bad)!important}
.keep{white-space:nowrap}.tag{font-size:11px;border:1px solid var(--line);border-radius:4px;padding:0 5px;color:var(--dim);white-space:nowrap}
.swatch{width:10px;height:10px;margin-right:7px;vertical-align:-1px}.share{display:block;width:100%;max-width:150px;height:4px;margin:4px 0 3px}.share .track{fill:var(--raised)}
.figure{display:grid;grid-template-columns:minmax(0,720fr) minmax(0,500fr);gap:4px 22px;align-items:start}.figure>h3,.figure>.note,.figure>details,.figure.alone>*{grid-column:1/-1}
.figure .scroll table{font-size:12px}.figure .scroll th,.figure .scroll td{padding:3px 8px}
details{margin-top:6px}summary{cursor:pointer;color:var(--dim);font-size:12.5px}details table{font-size:12px;width:auto;min-width:40%}details th,details td{padding:3px 10px}
.doubts{border-left:3px solid var(--warn)}.problem{border-left:3px solid var(--bad)}.doubts ul{margin:4px 0;padding-left:18px}pre,code{font:12px ui-monospace,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:4px 0}
.conditions{columns:2;column-gap:22px}.conditions table{break-inside:avoid;margin-bottom:10px;font-size:12px}.conditions th{width:38%;color:var(--dim)}.conditions th,.conditions td{padding:3px 8px;overflow-wrap:anywhere}
footer{padding-top:10px;padding-bottom:30px;color:var(--dim);font-size:12px}
.chart{display:block;width:100%;height:auto;max-width:720px}
${listLookRules().join('')}
.chart .value{font-variant-numeric:tabular-nums}.mark{fill:currentColor}
@media (max-width:1160px){.figure{grid-template-columns:minmax(0,1fr)}}
@media print{body{background:#fff}.panel{break-inside:avoid}details:not([open])>:not(summary){display:none}}
`

/** What the policy allows by its digest: this style sheet and nothing else. */
export const styleDigest = `sha256-${createHash('sha256').update(styleSheet).digest('base64')}`
