/** Building blocks: elements are only ever built from text nodes, so nothing that a server or a person wrote is markup. */
export const DOM_SCRIPT = String.raw`
const T = JSON.parse(document.getElementById('texts').textContent);
const byId = (id) => document.getElementById(id);

function h(name, attributes, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (value === undefined || value === false || value === null) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children.flat(3)) {
    if (child === undefined || child === null || child === false || child === '') continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => (values[name] === undefined ? '' : String(values[name])));
}

const LINK = /https?:\/\/[^\s<>"'，。；！？、）】」》]+/g;

/** Text with its http(s) addresses as links; everything else stays text. */
function linked(text) {
  const parts = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    parts.push(text.slice(from, match.index), link(match[0], match[0]));
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}

function link(url, label) {
  if (!/^https?:\/\//.test(url)) return label;
  return h('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, label);
}

const CHINA_MS = 8 * 3600 * 1000;
const two = (number) => String(number).padStart(2, '0');
function wall(instant) {
  const date = new Date(instant.getTime() + CHINA_MS);
  return {
    year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate(),
    weekday: T.weekdays[date.getUTCDay()], time: two(date.getUTCHours()) + ':' + two(date.getUTCMinutes()),
    seconds: two(date.getUTCSeconds()),
  };
}
function shortTime(iso) {
  const at = wall(new Date(iso));
  return at.month + '月' + at.day + '日 ' + at.time;
}

/** The inside of a message as a phone shows it. */
function messageBody(shown) {
  const isTitled = shown.title && !shown.text.startsWith(shown.title);
  const links = (shown.links || []).map((one) => h('p', {}, link(one.url, one.label)));
  return [
    isTitled && h('p', { class: 'title' }, shown.title),
    h('p', { class: 'text' }, linked(shown.text)),
    links,
    shown.isCut && h('p', { class: 'warn' }, T.cut),
  ];
}

async function send(path, body) {
  const response = await fetch('/sandbox/api/' + path, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body),
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.message || String(response.status));
  void poll();
  return answer;
}

let notice;
function act(path, body) {
  return send(path, body).catch((error) => {
    notice = error.message;
    renderBanner();
    setTimeout(() => { notice = undefined; renderBanner(); }, 5000);
  });
}

/** What was seen on this device, so that new things can carry a dot. */
const seenKey = 'jiaxin-sandbox-seen';
let seen = {};
try { seen = JSON.parse(localStorage.getItem(seenKey) || '{}'); } catch { seen = {}; }
function isNew(key, id) { return id > (seen[key] || 0); }
function markSeen(key, id) {
  if (!isNew(key, id)) return;
  seen[key] = id;
  try { localStorage.setItem(seenKey, JSON.stringify(seen)); } catch { /* private window: the dots forget */ }
}
let state;
`;
