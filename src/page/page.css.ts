/**
 * The style of all pages for parents: at 360 px first, 18 px type, controls of at least 44 px, contrast above 7:1. One
 * text, so that it is served the same from source and from the compiled program.
 */
export const PAGE_CSS = `
:root { color-scheme: light; --ink: #14202b; --paper: #ffffff; --line: #5b6b7a; --brand: #0b4f8a; --good: #0d5c2f; --bad: #8f1414; }
* { box-sizing: border-box; }
body { margin: 0; background: #f2f5f8; color: var(--ink); font: 18px/1.7 "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif; overflow-wrap: anywhere; }
header { background: var(--brand); color: #ffffff; padding: 10px 0; }
header p { margin: 0 auto; max-width: 640px; padding: 0 16px; }
main { max-width: 640px; margin: 0 auto; padding: 16px; }
h1 { font-size: 26px; line-height: 1.35; margin: 8px 0 16px; }
h2 { font-size: 21px; line-height: 1.4; margin: 0 0 8px; }
section { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: 14px 16px; margin: 0 0 16px; }
section.good { border-left: 8px solid var(--good); }
section.good h2 { color: var(--good); }
section.bad { border-left: 8px solid var(--bad); }
section.bad h2 { color: var(--bad); }
.words { white-space: pre-wrap; background: #f2f5f8; border-radius: 6px; padding: 12px; margin: 12px 0; }
p { margin: 0 0 10px; }
ul { margin: 0 0 10px; padding-left: 1.4em; }
label { display: block; font-weight: 700; margin: 0 0 6px; }
input, button, textarea { font: inherit; width: 100%; min-height: 48px; border-radius: 8px; padding: 8px 12px; }
input, textarea { border: 2px solid var(--line); background: #ffffff; color: var(--ink); }
input { text-transform: uppercase; letter-spacing: 1px; }
input.digits { font-size: 24px; letter-spacing: 6px; }
textarea { resize: vertical; min-height: 140px; }
button { margin-top: 12px; border: 0; background: var(--brand); color: #ffffff; font-weight: 700; }
button.second { background: #ffffff; color: var(--brand); border: 2px solid var(--brand); }
input:focus-visible, textarea:focus-visible, button:focus-visible, a:focus-visible { outline: 4px solid #b35c00; outline-offset: 2px; }
a { color: var(--brand); display: inline-block; min-height: 44px; line-height: 44px; }
.code { white-space: nowrap; }
.address { font-size: 24px; font-weight: 700; border: 2px solid var(--line); border-radius: 8px; padding: 10px 12px; }
ol { margin: 0; padding-left: 1.4em; }
li { margin-bottom: 6px; }
.paper { font-size: 24px; }
.paper .address { font-size: 30px; }
.paper h2, .paper li { margin-bottom: 12px; }
@media print { body { background: #ffffff; } header { background: #ffffff; color: var(--ink); } section { break-inside: avoid; } }
.hint { color: #3a4854; }
.problem { color: var(--bad); font-weight: 700; }
.done { color: var(--good); font-weight: 700; }
.after { margin-top: 16px; }
section > :last-child { margin-bottom: 0; }
`.trim();
