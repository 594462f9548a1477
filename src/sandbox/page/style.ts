/** One calm sheet for the page, served as a file of its own (strict CSP). */
export const STYLE = `
:root { color-scheme: light; --paper: #f3f2ee; --sheet: #fff; --ink: #22302f; --soft: #66716d; --line: #e2e0d8; --accent: #2c6157;
  --accent-soft: #e3eeea; --mine: #d3e8dc; --warn: #9a3b26; --warn-soft: #fbeee9; --gold: #8a6414; --gold-soft: #fbf3df; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { height: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.6 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", sans-serif;
  display: flex; flex-direction: column; }
h1, h2, h3, p, ul, ol { margin: 0; padding: 0; }
ul, ol { list-style: none; }
h1 { font-size: 18px; } h2 { font-size: 17px; } h3 { font-size: 15px; }
a { color: var(--accent); overflow-wrap: anywhere; }
button, select, input, textarea { font: inherit; color: inherit; }
button { border: 1px solid var(--line); background: var(--sheet); border-radius: 8px; padding: 6px 12px; min-height: 36px; cursor: pointer; }
button:hover { border-color: var(--accent); }
button:disabled { cursor: default; color: var(--soft); background: var(--paper); border-color: var(--line); }
button.primary { background: var(--accent); border-color: var(--accent); color: #fff; }
button.primary:disabled { background: var(--paper); color: var(--soft); border-color: var(--line); }
button.danger { color: var(--warn); border-color: #e0bfb5; }
button.small { font-size: 12px; min-height: 28px; padding: 2px 8px; color: var(--soft); flex: none; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
select, input[type="search"], input[type="datetime-local"], textarea { border: 1px solid #cfccc2; border-radius: 8px; background: var(--sheet); padding: 7px 10px; min-width: 0; }
.sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.quiet, .meta { color: var(--soft); font-size: 13px; }
.warn { color: var(--warn); font-size: 13px; }
.muted { color: var(--soft); }
.dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: #c5432b; margin-left: 6px; vertical-align: middle; }
.count { display: inline-block; min-width: 18px; padding: 0 5px; margin-left: 4px; border-radius: 9px; background: var(--warn-soft); color: var(--warn); font-size: 12px; line-height: 18px; text-align: center; }
.empty { color: var(--soft); padding: 28px 16px; text-align: center; }
.row { display: flex; gap: 8px; justify-content: flex-end; align-items: center; }
.row.spread { justify-content: space-between; }

.top { display: grid; grid-template-columns: 1fr auto; gap: 8px 12px; align-items: center; padding: 10px 12px 0; background: var(--sheet); border-bottom: 1px solid var(--line); }
.brand p { display: none; }
.clock { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 6px 10px; align-items: center; }
.clock-face { font-variant-numeric: tabular-nums; font-weight: 600; color: var(--accent); }
.clock-moves { display: flex; flex-wrap: wrap; gap: 6px; }
.clock-moves button { font-size: 13px; padding: 3px 9px; min-height: 32px; }
.faults-button { grid-row: 1; grid-column: 2; min-height: 32px; padding: 3px 12px; font-size: 13px; }
.views { grid-column: 1 / -1; display: flex; }
.views button { flex: 1; border: 0; border-bottom: 3px solid transparent; border-radius: 0; background: none; padding: 6px 2px; white-space: nowrap; color: var(--soft); }
.views button[aria-pressed="true"] { color: var(--ink); border-bottom-color: var(--accent); font-weight: 600; }
.banner { background: var(--gold-soft); color: var(--gold); padding: 8px 16px; text-align: center; }
.banner button { margin-left: 10px; }

.stage { flex: 1; min-height: 0; display: block; }
.chat, .side { height: 100%; min-height: 0; }
.chat { display: flex; flex-direction: column; background: var(--sheet); }
.side { overflow-y: auto; padding: 12px; }
.panel { display: none; }
body[data-view="phones"] [data-panel="phones"], body[data-view="groups"] [data-panel="groups"], body[data-view="log"] [data-panel="log"] { display: block; }
body:not([data-view="chat"]) .chat { display: none; }
body[data-view="chat"] .side { display: none; }

.who { display: grid; grid-template-columns: auto 1fr; gap: 2px 10px; align-items: center; padding: 10px 14px; border-bottom: 1px solid var(--line); }
.who select { width: 100%; }
.who p { grid-column: 2; }
.messages { flex: 1; min-height: 120px; overflow-y: auto; padding: 14px; display: flex; flex-direction: column; gap: 12px; background: #f8f7f4; }
.messages li { display: flex; flex-direction: column; max-width: 88%; }
.messages li.mine { align-self: flex-end; align-items: flex-end; }
.messages li.theirs { align-self: flex-start; align-items: flex-start; }
.messages li.empty, .messages li.recalled { align-self: center; color: var(--soft); font-size: 13px; max-width: 100%; }
.bubble { background: var(--sheet); border: 1px solid var(--line); border-radius: 4px 12px 12px 12px; padding: 8px 12px; max-width: 100%; }
.mine .bubble { background: var(--mine); border-color: #bcd9c9; border-radius: 12px 4px 12px 12px; }
.bubble.card { border-radius: 10px; min-width: min(280px, 100%); }
.text { white-space: pre-wrap; overflow-wrap: anywhere; }
.title { font-weight: 600; margin-bottom: 2px; }
.meta { font-size: 12px; margin-top: 3px; }
.buttons { display: flex; flex-wrap: wrap; gap: 8px; margin-top: 10px; padding-top: 10px; border-top: 1px solid var(--line); }
.buttons button { flex: 1 1 auto; }
/* As the client paints template cards: style 1 filled blue, 3 red, the others plain. */
.bubble.card button.primary:enabled { background: #1f66cc; border-color: #1f66cc; }
.bubble.card button.danger:enabled { color: #b3261e; border-color: #e5b3ae; }
.paste { font-size: 12px; padding: 1px 4px; margin-left: 8px; color: var(--soft); max-width: 150px; }
.examples { padding: 8px 14px 0; }
.examples ul { display: flex; gap: 8px; overflow-x: auto; padding: 4px 0 8px; scrollbar-width: thin; }
.examples li { flex: none; }
.examples button { min-height: 30px; padding: 3px 12px; background: var(--accent-soft); border-color: transparent; font-size: 13px; text-align: left; max-width: 260px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
.say { display: flex; gap: 8px; padding: 4px 14px 14px; align-items: stretch; }
.say textarea { flex: 1; resize: none; }

.filter { display: flex; flex-wrap: wrap; gap: 8px 14px; align-items: center; margin-bottom: 12px; }
.filter input[type="search"] { flex: 1 1 200px; }
.check { display: flex; gap: 6px; align-items: center; color: var(--soft); font-size: 13px; }
.cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(290px, 100%), 1fr)); gap: 12px; align-items: start; }
.phone { background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; overflow: hidden; }
.phone header { display: flex; justify-content: space-between; gap: 8px; align-items: flex-start; padding: 10px 12px; }
.phone header > div { min-width: 0; }
.phone h2 { font-size: 15px; }
.screen { background: #f8f7f4; border-top: 1px solid var(--line); padding: 10px 12px; display: flex; flex-direction: column; gap: 10px; }
.channel { color: var(--soft); font-size: 12px; }
.note { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; padding: 8px 12px; }
.task { background: var(--gold-soft); border: 1px solid #ecdcb0; border-radius: 10px; padding: 8px 12px; }
.task .title { color: var(--gold); }
.task .buttons { border-top-color: #ecdcb0; }
.task.cancelled, .task.capped { background: none; border-style: dashed; border-color: #cfccc2; }
.task.cancelled .title, .task.capped .title, .task.cancelled .text, .task.capped .text { color: var(--soft); }
.others { margin-top: 14px; background: var(--sheet); border: 1px solid var(--line); border-radius: 14px; padding: 10px 14px; }
.others summary { cursor: pointer; color: var(--soft); }
.others li { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1.4fr) 5.5em; gap: 8px; align-items: center; padding: 6px 0; border-top: 1px solid var(--line); }
.others .small { justify-self: end; }
.others ul { margin-top: 8px; }

#log h2 { margin-top: 22px; } #log h2:first-child { margin-top: 0; }
#log > .quiet { margin-bottom: 10px; }
.swallowed li { background: #ebe9e3; border-radius: 10px; padding: 8px 12px; margin-bottom: 8px; }
.swallowed li > p:first-child { display: flex; flex-wrap: wrap; gap: 0 12px; justify-content: space-between; }
.swallowed .text { max-height: 5em; overflow: hidden; font-size: 13px; }
#log summary { cursor: pointer; color: var(--soft); padding: 4px 0; }
#log details .swallowed { margin-top: 8px; }
#log table { width: 100%; border-collapse: collapse; background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; font-size: 13px; font-variant-numeric: tabular-nums; }
#log td { padding: 5px 10px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
#log td:first-child, #log td:last-child { white-space: nowrap; overflow-wrap: normal; }
#log tr.bad td { color: var(--warn); }

dialog { border: 1px solid var(--line); border-radius: 14px; padding: 0; color: inherit; background: var(--sheet); width: min(420px, calc(100vw - 24px)); }
dialog::backdrop { background: rgb(34 48 47 / 35%); }
dialog.drawer { margin: 0 0 0 auto; height: 100dvh; max-height: 100dvh; border-radius: 0; width: min(440px, 100vw); }
.dialog-body { padding: 18px; display: flex; flex-direction: column; gap: 10px; }
.dialog-body h3 { margin-top: 10px; }
.settings li { display: flex; justify-content: space-between; gap: 12px; align-items: center; padding: 6px 0; border-bottom: 1px solid var(--line); min-height: 44px; }
.settings label { flex: 1; }
.settings select { flex: none; max-width: 55%; }
.settings input[type="checkbox"], .check input { width: 18px; height: 18px; accent-color: var(--accent); }
.chips { display: flex; flex-wrap: wrap; gap: 8px; }
.error { color: var(--warn); }
.error:empty { display: none; }

@media (min-width: 900px) {
  .top { grid-template-columns: auto 1fr auto; padding: 10px 20px 0; }
  .brand p { display: block; color: var(--soft); font-size: 13px; }
  .clock { grid-column: 2; justify-content: flex-end; }
  .faults-button { grid-column: 3; }
  .views { grid-column: 1 / -1; margin-left: 440px; gap: 4px; }
  .views button { flex: none; padding: 6px 14px; }
  .views button[data-view-button="chat"] { display: none; }
  .stage { display: grid; grid-template-columns: 440px minmax(0, 1fr); }
  body:not([data-view="chat"]) .chat, .chat { display: flex; border-right: 1px solid var(--line); }
  .side { padding: 16px 20px; }
  .examples ul { flex-wrap: wrap; max-height: 118px; overflow-y: auto; overflow-x: hidden; }
  .examples button { max-width: 400px; }
}
`;
