/** The left side: who I am, the chat, the example lines, the input. */
export const CHAT_SCRIPT = `
let chosen = sessionStorage.getItem('jiaxin-sandbox-as') || '';
const pressed = new Map();

function renderWho() {
  const select = byId('who');
  const signature = JSON.stringify(state.members);
  if (select.dataset.signature !== signature) {
    select.dataset.signature = signature;
    const roles = new Map();
    for (const member of state.members) {
      const role = member.isStranger ? T.stranger : member.role || T.rolesOther;
      roles.set(role, [...(roles.get(role) || []), member]);
    }
    select.replaceChildren(...[...roles].map(([role, members]) =>
      h('optgroup', { label: role }, members.map((member) =>
        h('option', { value: member.userid }, member.name + (member.classNames.length ? ' · ' + member.classNames.join('、') : ''))))));
  }
  select.value = state.as;
  const me = state.members.find((member) => member.userid === state.as);
  byId('who-classes').textContent = me
    ? [me.isStranger ? T.stranger : me.role, fill(T.classCount, { n: me.classNames.length })].filter(Boolean).join('　')
    : '';
}

function renderChat() {
  const list = byId('messages');
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  const before = list.childElementCount;
  const plainGroups = state.groups.filter((group) =>
    group.kind.startsWith('plain_') && group.ownerUserid.toLowerCase() === state.as.toLowerCase());
  const items = state.chat.length
    ? state.chat.map((entry) => chatItem(entry, plainGroups))
    : [h('li', { class: 'empty' }, T.emptyChat)];
  list.replaceChildren(...items);
  if (wasAtEnd || items.length !== before) list.scrollTop = list.scrollHeight;
}

function chatItem(entry, plainGroups) {
  if (entry.isRecalled) return h('li', { class: 'recalled' }, T.recalled);
  const isMine = entry.from === 'person';
  const note = entry.callback === 'waiting' ? T.sending : entry.callback === 'lost' ? T.lost : '';
  return h('li', { class: isMine ? 'mine' : 'theirs', 'data-entry': entry.id },
    h('div', { class: entry.shown.type === 'template_card' ? 'bubble card' : 'bubble' },
      messageBody(entry.shown),
      entry.shown.buttons && entry.shown.buttons.length > 0 && cardButtons(entry)),
    h('p', { class: 'meta' + (entry.callback === 'lost' ? ' warn' : '') },
      shortTime(entry.at), note && ' · ' + note,
      !isMine && entry.shown.type !== 'template_card' && plainGroups.length > 0 && pasteChoice(entry, plainGroups)));
}

function cardButtons(entry) {
  if (entry.doneLabel !== undefined) {
    return h('div', { class: 'buttons' }, h('button', { type: 'button', disabled: true }, entry.doneLabel));
  }
  const pressedAt = pressed.get(entry.taskId);
  const isWaiting = pressedAt !== undefined && Date.now() - pressedAt < 4000;
  return h('div', { class: 'buttons' },
    entry.shown.buttons.map((button) => h('button', {
      type: 'button', class: button.style, disabled: isWaiting, 'data-key': button.key,
      onclick: () => {
        pressed.set(entry.taskId, Date.now());
        renderChat();
        setTimeout(renderChat, 4100);
        void act('press', { userid: state.as, taskId: entry.taskId, buttonKey: button.key });
      },
    }, button.label)),
    isWaiting && h('p', { class: 'quiet' }, T.pressed));
}

function pasteChoice(entry, groups) {
  return h('select', {
    class: 'paste', 'aria-label': T.paste,
    onchange: (event) => {
      const group = groups.find((one) => one.key === event.target.value);
      event.target.value = '';
      if (group) void act('paste', { userid: state.as, groupKey: group.key, text: entry.shown.text });
    },
  }, h('option', { value: '' }, T.paste), groups.map((group) => h('option', { value: group.key }, fill(T.pasteTo, group))));
}

function renderExamples() {
  const me = state.members.find((member) => member.userid === state.as);
  const mine = state.parents.find((parent) => me && me.classNames.includes(parent.className)) || state.parents[0];
  const E = T.examples;
  const lines = me && me.isStranger ? E.stranger
    : [...(mine ? E.withStudent.map((line) => fill(line, { student: mine.studentName, relation: mine.relation })) : []), ...E.always];
  const last = state.chat[state.chat.length - 1];
  const isAsking = last && last.from === 'app' && last.doneLabel === undefined &&
    (last.shown.buttons || []).some((button) => button.label.startsWith('确认'));
  const signature = JSON.stringify([lines, isAsking]);
  const list = byId('examples');
  if (list.dataset.signature === signature) return;
  list.dataset.signature = signature;
  list.replaceChildren(...[...(isAsking ? T.confirmExamples : []), ...lines].map((line) =>
    h('li', {}, h('button', { type: 'button', onclick: () => { byId('line').value = line; byId('line').focus(); } }, line))));
}

byId('who').addEventListener('change', (event) => {
  chosen = event.target.value;
  sessionStorage.setItem('jiaxin-sandbox-as', chosen);
  void act('open', { userid: chosen });
});

function sayLine() {
  const input = byId('line');
  const text = input.value.trim();
  if (!text || !state) return;
  input.value = '';
  void act('say', { userid: state.as, text });
}
byId('say').addEventListener('submit', (event) => { event.preventDefault(); sayLine(); });
byId('line').addEventListener('keydown', (event) => {
  // Enter sends, as in the real client; not while an input method is still composing Chinese.
  if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) { event.preventDefault(); sayLine(); }
});
`;
