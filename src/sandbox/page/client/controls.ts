/** The bar above: clock, views, the drawer of faults. */
export const CONTROLS_SCRIPT = `
let clockAhead = 0;
function setClock(iso) { clockAhead = new Date(iso).getTime() - Date.now(); renderClock(); }
function renderClock() {
  const at = wall(new Date(Date.now() + clockAhead));
  byId('clock').textContent = at.year + '年' + at.month + '月' + at.day + '日 ' + at.weekday + ' ' + at.time;
}
setInterval(renderClock, 1000);

const MOVES = {
  hour: { kind: 'advance', minutes: 60 },
  night: { kind: 'next', time: '22:30' },
  morning: { kind: 'next', time: '08:05' },
};
function moveClock(move) {
  return send('clock', move).then((answer) => setClock(answer.now));
}
for (const button of document.querySelectorAll('[data-clock]')) {
  button.addEventListener('click', () => {
    if (button.dataset.clock !== 'custom') {
      void moveClock(MOVES[button.dataset.clock]).catch((error) => { notice = error.message; renderBanner(); });
      return;
    }
    const at = wall(new Date(Date.now() + clockAhead));
    byId('clock-input').value = at.year + '-' + two(at.month) + '-' + two(at.day) + 'T' + at.time;
    byId('clock-error').textContent = '';
    byId('clock-dialog').showModal();
  });
}
byId('clock-form').addEventListener('submit', (event) => {
  event.preventDefault();
  moveClock({ kind: 'to', local: byId('clock-input').value })
    .then(() => byId('clock-dialog').close())
    .catch((error) => { byId('clock-error').textContent = error.message; });
});
for (const button of document.querySelectorAll('[data-close]')) {
  button.addEventListener('click', () => button.closest('dialog').close());
}

const wide = matchMedia('(min-width: 900px)');
function showView(view) {
  document.body.dataset.view = wide.matches && view === 'chat' ? 'phones' : view;
  for (const button of document.querySelectorAll('[data-view-button]')) {
    button.setAttribute('aria-pressed', String(button.dataset.viewButton === document.body.dataset.view));
  }
}
for (const button of document.querySelectorAll('[data-view-button]')) {
  button.addEventListener('click', () => showView(button.dataset.viewButton));
}
wide.addEventListener('change', () => showView(document.body.dataset.view));
showView('chat');

byId('open-faults').addEventListener('click', () => byId('faults-dialog').showModal());

function renderFaults() {
  const { counted, switches, modes } = state.faults;
  const active = Object.values(counted).filter((one) => one.calls > 0).length + Object.values(switches).filter(Boolean).length;
  byId('faults-count').textContent = String(active);
  byId('faults-count').hidden = active === 0;
  const signature = JSON.stringify(state.faults);
  if (byId('faults-dialog').dataset.signature === signature) return;
  byId('faults-dialog').dataset.signature = signature;
  byId('faults-counted').replaceChildren(...Object.entries(counted).map(([kind, one]) => h('li', {},
    h('label', { for: 'f-' + kind }, T.counted[kind]),
    h('select', { id: 'f-' + kind, onchange: (event) => void act('fault', { kind, calls: Number(event.target.value) }) },
      [...new Set([0, 1, 3, 10, one.calls])].sort((a, b) => a - b).map((calls) =>
        h('option', { value: calls, selected: calls === one.calls }, calls ? fill(T.times, { n: calls }) : T.off))))));
  byId('faults-switches').replaceChildren(
    ...Object.entries(switches).map(([kind, isOn]) => h('li', {},
      h('label', { for: 's-' + kind }, T.switches[kind]),
      h('input', { id: 's-' + kind, type: 'checkbox', checked: isOn, onchange: (event) => void act('fault', { kind, isOn: event.target.checked }) }))),
    h('li', {}, h('button', { type: 'button', onclick: () => void act('fault', { kind: 'tokens_invalidated' }) }, T.invalidateTokens)));
  byId('faults-modes').replaceChildren(...Object.entries(state.modeChoices).map(([name, values]) => h('li', {},
    h('label', { for: 'm-' + name }, T.modes[name]),
    h('select', { id: 'm-' + name, onchange: (event) => void act('fault', { kind: 'mode', name, value: event.target.value }) },
      values.map((value) => h('option', { value, selected: value === modes[name] }, T.modeValues[value]))))));
  byId('forgeries').replaceChildren(...Object.entries(T.forgeries).map(([kind, label]) => h('button', {
    type: 'button', onclick: () => act('forge', { kind }).then((answer) => {
      if (answer) byId('forged').textContent = label + '：' + fill(T.forged, { status: answer.status });
    }),
  }, label)));
}

function renderBanner() {
  const banner = byId('banner');
  const callback = state ? state.callback : { status: 'ok' };
  const text = notice || (callback.status === 'ok' ? '' : T.callback[callback.status + (callback.reason ? '_' + callback.reason : '')]);
  banner.hidden = !text;
  banner.replaceChildren(text || '');
  if (!notice && callback.status === 'refused') {
    banner.append(h('button', { type: 'button', onclick: () => void act('verify', {}) }, T.callback.again));
  }
}
`;
