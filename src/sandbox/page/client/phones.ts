/** The right side: parents' phones and groups. */
export const PHONES_SCRIPT = String.raw`
let isOtherOpen = false;

function matches(text, wanted) {
  return wanted.trim().toLowerCase().split(/\s+/).every((word) => text.toLowerCase().includes(word));
}

function renderPhones() {
  const wanted = byId('search-phones').value;
  const found = state.parents.filter((parent) =>
    matches([parent.studentName, parent.name, parent.relation, parent.className].join(' '), wanted));
  const withNews = found.filter((parent) => parent.notices.length > 0)
    .sort((left, right) => lastId(right.notices) - lastId(left.notices));
  const others = byId('only-news').checked ? [] : found.filter((parent) => parent.notices.length === 0);
  const isAnyNews = state.parents.some((parent) => parent.notices.length > 0);
  byId('phones').replaceChildren(...[
    !isAnyNews && h('div', { class: 'empty' }, h('p', {}, T.emptyPhones), h('p', {}, T.emptyPhonesHint)),
    isAnyNews && found.length === 0 && h('p', { class: 'empty' }, T.emptySearch),
    h('div', { class: 'cards' }, withNews.slice(0, 60).map(phone)),
    others.length > 0 && otherParents(others, isOtherOpen || wanted !== '' || !isAnyNews),
  ].filter(Boolean));
}

function lastId(entries) { return entries.length ? entries[entries.length - 1].id : 0; }

function phone(parent) {
  const key = 'p:' + parent.parentUserid;
  const newest = lastId(parent.notices);
  const dot = isNew(key, newest);
  return h('article', {
    class: 'phone', 'data-parent': parent.parentUserid,
    onclick: () => { markSeen(key, newest); renderPhones(); renderDots(); },
  },
    h('header', {},
      h('div', {}, h('h2', {}, parent.studentName + parent.relation, dot && h('span', { class: 'dot', role: 'img', 'aria-label': T.unread })),
        h('p', { class: 'quiet' }, parent.name + '　' + parent.className)),
      subscription(parent)),
    h('div', { class: 'screen' },
      h('p', { class: 'channel' }, T.schoolNotice),
      parent.notices.slice(-4).map((entry) => h('div', { class: 'note' },
        messageBody(entry.shown), h('p', { class: 'meta' }, shortTime(entry.at))))));
}

function subscription(parent) {
  return h('button', {
    type: 'button', class: 'small', title: parent.isSubscribed ? T.subscribed : T.notSubscribed,
    onclick: (event) => {
      event.stopPropagation();
      void act('fault', { kind: 'parent_unsubscribed', parentUserid: parent.parentUserid, isOn: parent.isSubscribed });
    },
  }, parent.isSubscribed ? T.unsubscribe : T.subscribe);
}

function otherParents(others, isOpen) {
  const details = h('details', { class: 'others', open: isOpen },
    h('summary', {}, T.otherParents + '（' + others.length + '）'),
    h('ul', {}, others.slice(0, 300).map((parent) => h('li', { class: parent.isSubscribed ? '' : 'muted' },
      h('span', {}, parent.studentName + parent.relation),
      h('span', { class: 'quiet' }, parent.className + (parent.isSubscribed ? '' : ' · ' + T.notSubscribed)),
      subscription(parent)))));
  details.querySelector('summary').addEventListener('click', () => { isOtherOpen = !details.open; });
  return details;
}

function renderGroups() {
  const wanted = byId('search-groups').value;
  const found = state.groups.filter((group) => matches([group.name, group.ownerName, T.kinds[group.kind]].join(' '), wanted))
    .sort((left, right) => groupRank(right) - groupRank(left));
  byId('groups').replaceChildren(...(found.length
    ? found.map(groupCard)
    : [h('p', { class: 'empty' }, state.groups.length ? T.emptySearch : T.emptyGroups)]));
}

function waitingTasks(group) { return group.tasks.filter((task) => task.status === 'waiting'); }
function groupRank(group) { return (waitingTasks(group).length ? 1e9 : 0) + lastId(group.entries); }

function groupCard(group) {
  const key = 'g:' + group.key;
  const newest = lastId(group.entries);
  return h('article', {
    class: 'phone group', 'data-group': group.key,
    onclick: () => { markSeen(key, newest); renderGroups(); renderDots(); },
  },
    h('header', {},
      h('div', {},
        h('h2', {}, group.name, isNew(key, newest) && h('span', { class: 'dot', role: 'img', 'aria-label': T.unread })),
        h('p', { class: 'quiet' }, T.kinds[group.kind] + '　' + T.owner + ' ' + group.ownerName)),
      groupFault(group)),
    h('div', { class: 'screen' },
      group.isRemoved && h('p', { class: 'warn' }, T.robotRemoved),
      group.entries.length === 0 && group.tasks.length === 0 && h('p', { class: 'quiet' },
        group.kind.startsWith('plain_') ? T.plainHint : T.emptyGroup),
      group.entries.slice(-4).map((entry) => h('div', { class: 'note' },
        h('p', { class: 'channel' }, entry.from === 'robot' ? T.robot : entry.fromName),
        messageBody(entry.shown), h('p', { class: 'meta' }, shortTime(entry.at)))),
      group.tasks.slice(-3).map(massTask)));
}

function massTask(task) {
  const head = { waiting: T.massWaiting, cancelled: T.massCancelled, capped: T.massCapped }[task.status];
  return h('div', { class: 'task ' + task.status },
    h('p', { class: 'title' }, head),
    h('p', { class: 'text' }, linked(task.text)),
    h('p', { class: 'meta' }, [shortTime(task.at), fill(T.massGroups, { n: task.groupCount }),
      task.reminders ? fill(T.massReminders, { n: task.reminders }) : ''].filter(Boolean).join(' · ')),
    task.status === 'waiting' && h('div', { class: 'buttons' }, h('button', {
      type: 'button', class: 'primary', title: T.massBy, 'data-confirm': task.msgid,
      onclick: (event) => { event.stopPropagation(); void act('confirm', { userid: task.ownerUserid, msgid: task.msgid }); },
    }, T.massConfirm)));
}

function groupFault(group) {
  const button = (label, body) => h('button', {
    type: 'button', class: 'small',
    onclick: (event) => { event.stopPropagation(); void act('fault', body); },
  }, label);
  if (group.kind === 'robot_group' && group.webhookKey) {
    return button(group.isRemoved ? T.addRobot : T.removeRobot, { kind: 'robot_removed', key: group.webhookKey, isOn: !group.isRemoved });
  }
  if (group.kind === 'customer_group' && group.chatId) {
    return button(group.isCapped ? T.uncapGroup : T.capGroup, { kind: 'group_capped', chatId: group.chatId, isOn: !group.isCapped });
  }
  return undefined;
}

function renderDots() {
  byId('dot-phones').hidden = !state.parents.some((parent) => isNew('p:' + parent.parentUserid, lastId(parent.notices)));
  byId('dot-groups').hidden = !state.groups.some((group) => waitingTasks(group).length > 0 || isNew('g:' + group.key, lastId(group.entries)));
}

byId('search-phones').addEventListener('input', () => state && renderPhones());
byId('only-news').addEventListener('change', () => state && renderPhones());
byId('search-groups').addEventListener('input', () => state && renderGroups());
`;
