/** What the server swallowed, and the calls that the product made. */
export const LOG_SCRIPT = `
let isMoreOpen = false;

function swallowedList(entries) {
  return h('ul', { class: 'swallowed' }, entries.map((one) => h('li', {},
    h('p', {}, h('strong', {}, T.reasons[one.reason]), h('span', { class: 'quiet' }, shortTime(one.at) + '　' + one.api)),
    h('p', { class: 'quiet' }, one.target),
    h('p', { class: 'text muted' }, one.text))));
}

function moreSwallowed(entries) {
  const details = h('details', { open: isMoreOpen },
    h('summary', {}, fill(T.moreSwallowed, { n: entries.length })), swallowedList(entries));
  details.querySelector('summary').addEventListener('click', () => { isMoreOpen = !details.open; });
  return details;
}

function renderLog() {
  const swallowed = state.swallowed.length
    ? h('div', {}, swallowedList(state.swallowed.slice(0, 4)), state.swallowed.length > 4 && moreSwallowed(state.swallowed.slice(4)))
    : h('p', { class: 'empty' }, T.emptySwallowed);
  const calls = state.calls.length
    ? h('table', {}, h('tbody', {}, state.calls.map((call) => h('tr', { class: call.outcome === '0' ? '' : 'bad' },
        h('td', {}, wall(new Date(call.at)).time), h('td', {}, call.api), h('td', {}, call.outcome)))))
    : h('p', { class: 'empty' }, T.emptyCalls);
  byId('log').replaceChildren(
    h('h2', {}, T.swallowedTitle), h('p', { class: 'quiet' }, T.swallowedIntro), swallowed,
    h('h2', {}, T.callsTitle), h('p', { class: 'quiet' }, T.callsIntro), calls);
  const count = byId('log-count');
  count.textContent = String(state.swallowed.length);
  count.hidden = state.swallowed.length === 0;
}
`;
