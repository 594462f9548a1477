import { CLIENT_TEXTS, TEXTS } from '../texts.zh.ts';

const BASE = '/sandbox';

/** The shell of the page; `page/client` fills it. Texts travel as a data block, which the CSP does not run. */
export function SandboxPage() {
  const texts = JSON.stringify(CLIENT_TEXTS).replaceAll('<', '\\u003c');
  return (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{TEXTS.title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={`${BASE}/assets/style.css`} />
      </head>
      <body data-view="chat">
        <Top />
        <p id="banner" class="banner" role="status" hidden></p>
        <noscript>
          <p class="banner">{TEXTS.noScript}</p>
        </noscript>
        <main class="stage">
          <Chat />
          <Side />
        </main>
        <ClockDialog />
        <FaultsDialog />
        <script type="application/json" id="texts" dangerouslySetInnerHTML={{ __html: texts }} />
        <script src={`${BASE}/assets/client.js`} defer></script>
      </body>
    </html>
  );
}

function Top() {
  return (
    <header class="top">
      <div class="brand">
        <h1>{TEXTS.title}</h1>
        <p>{TEXTS.subtitle}</p>
      </div>
      <div class="clock">
        <p class="clock-face" title={TEXTS.clock}>
          <span class="sr">{TEXTS.clock}</span>
          <time id="clock">—</time>
        </p>
        <div class="clock-moves" id="clock-moves" hidden>
          <button type="button" data-clock="hour">
            {TEXTS.clockHour}
          </button>
          <button type="button" data-clock="night">
            {TEXTS.clockNight}
          </button>
          <button type="button" data-clock="morning">
            {TEXTS.clockMorning}
          </button>
          <button type="button" data-clock="custom">
            {TEXTS.clockCustom}
          </button>
        </div>
      </div>
      <button type="button" class="faults-button" id="open-faults">
        {TEXTS.faults}
        <span class="count" id="faults-count" hidden></span>
      </button>
      <nav class="views">
        <button type="button" data-view-button="chat">
          {TEXTS.viewChat}
        </button>
        <button type="button" data-view-button="phones">
          {TEXTS.viewPhones}
          <span class="dot" id="dot-phones" hidden></span>
        </button>
        <button type="button" data-view-button="groups">
          {TEXTS.viewGroups}
          <span class="dot" id="dot-groups" hidden></span>
        </button>
        <button type="button" data-view-button="log">
          {TEXTS.viewLog}
          <span class="count" id="log-count" hidden></span>
        </button>
      </nav>
    </header>
  );
}

function Chat() {
  return (
    <section class="chat" aria-label={TEXTS.viewChat}>
      <div class="who">
        <label for="who">{TEXTS.whoAmI}</label>
        <select id="who"></select>
        <p id="who-classes" class="quiet"></p>
      </div>
      <ol class="messages" id="messages" aria-live="polite" tabindex={0}></ol>
      <div class="examples">
        <p class="quiet">{TEXTS.examples}</p>
        <ul id="examples"></ul>
      </div>
      <form id="say" class="say" autocomplete="off">
        <textarea
          id="line"
          rows={2}
          maxlength={5000}
          aria-label={TEXTS.inputLabel}
          placeholder={TEXTS.inputPlaceholder}
        ></textarea>
        <button type="submit" class="primary">
          {TEXTS.send}
        </button>
      </form>
    </section>
  );
}

function Side() {
  return (
    <section class="side" aria-label={TEXTS.side} tabindex={0}>
      <div class="panel" data-panel="phones">
        <div class="filter">
          <input id="search-phones" type="search" aria-label={TEXTS.search} placeholder={TEXTS.search} />
          <label class="check">
            <input id="only-news" type="checkbox" />
            {TEXTS.onlyWithNews}
          </label>
        </div>
        <div id="phones"></div>
      </div>
      <div class="panel" data-panel="groups">
        <div class="filter">
          <input id="search-groups" type="search" aria-label={TEXTS.searchGroups} placeholder={TEXTS.searchGroups} />
        </div>
        <div id="groups" class="cards"></div>
      </div>
      <div class="panel" data-panel="log">
        <div id="log"></div>
      </div>
    </section>
  );
}

function ClockDialog() {
  return (
    <dialog id="clock-dialog" aria-labelledby="clock-label">
      <form id="clock-form" class="dialog-body">
        <label id="clock-label" for="clock-input">
          {TEXTS.clockCustomLabel}
        </label>
        <input id="clock-input" type="datetime-local" required />
        <p class="error" id="clock-error" role="alert"></p>
        <div class="row">
          <button type="button" data-close>
            {TEXTS.cancel}
          </button>
          <button type="submit" class="primary">
            {TEXTS.clockGo}
          </button>
        </div>
      </form>
    </dialog>
  );
}

function FaultsDialog() {
  return (
    <dialog id="faults-dialog" class="drawer" aria-labelledby="faults-title">
      <div class="dialog-body">
        <div class="row spread">
          <h2 id="faults-title">{TEXTS.faults}</h2>
          <button type="button" data-close>
            {TEXTS.close}
          </button>
        </div>
        <p class="quiet">{TEXTS.faultsIntro}</p>
        <h3>{TEXTS.faultsCounted}</h3>
        <ul id="faults-counted" class="settings"></ul>
        <h3>{TEXTS.faultsSwitches}</h3>
        <ul id="faults-switches" class="settings"></ul>
        <h3>{TEXTS.faultsModes}</h3>
        <ul id="faults-modes" class="settings"></ul>
        <h3>{TEXTS.faultsForge}</h3>
        <p class="quiet">{TEXTS.faultsForgeIntro}</p>
        <div id="forgeries" class="chips"></div>
        <p id="forged" class="quiet" role="status"></p>
      </div>
    </dialog>
  );
}
