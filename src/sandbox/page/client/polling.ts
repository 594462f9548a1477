/** Asks for the state once a second; an unchanged one costs a 304. */
export const POLLING_SCRIPT = `
let etag = '';
let polling;
let again = false;

function poll() {
  if (polling) { again = true; return polling; }
  polling = pollOnce().finally(() => {
    polling = undefined;
    if (again) { again = false; void poll(); }
  });
  return polling;
}

async function pollOnce() {
  try {
    const response = await fetch('/sandbox/api/state?as=' + encodeURIComponent(chosen), {
      headers: etag ? { 'if-none-match': etag } : {}, cache: 'no-store',
    });
    if (notice === T.offline) { notice = undefined; renderBanner(); }
    const now = response.headers.get('x-sandbox-now');
    if (now) setClock(now);
    if (response.status === 304) return;
    if (!response.ok) throw new Error(String(response.status));
    state = await response.json();
    etag = response.headers.get('etag') || '';
    renderAll();
  } catch {
    notice = T.offline;
    renderBanner();
  }
}

// A list that is rebuilt between a press and its release loses the click, and an open choice closes: so a part is rebuilt
// only when its data changed, and never while something is being pressed.
const drawn = new Map();
let isPressing = false;
document.addEventListener('pointerdown', () => { isPressing = true; });
for (const kind of ['pointerup', 'pointercancel', 'blur']) {
  window.addEventListener(kind, () => setTimeout(() => { isPressing = false; if (state) renderAll(); }, 0));
}
function drawIfNew(name, data, render) {
  const signature = JSON.stringify(data);
  if (drawn.get(name) === signature) return;
  drawn.set(name, signature);
  render();
}

function renderAll() {
  if (isPressing) return;
  byId('clock-moves').hidden = !state.canMoveClock;
  renderBanner();
  renderWho();
  renderExamples();
  drawIfNew('chat', [state.as, state.chat, state.groups.map((group) => [group.key, group.name, group.ownerUserid])], renderChat);
  drawIfNew('phones', state.parents, renderPhones);
  drawIfNew('groups', state.groups, renderGroups);
  drawIfNew('log', [state.swallowed, state.calls], renderLog);
  renderDots();
  renderFaults();
}

void poll();
setInterval(() => { if (!document.hidden) void poll(); }, 1000);
document.addEventListener('visibilitychange', () => { if (!document.hidden) void poll(); });
`;
