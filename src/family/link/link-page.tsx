import type { Child } from 'hono/jsx';
import { Layout, NoticeWords } from '../../page/index.ts';
import { MAX_REPLY_CHARACTERS } from './link-states.ts';
import { linkTexts as texts } from './texts.zh.ts';

/** What may be shown of a notice to whoever holds the link: what `/verify` says of it as well. */
export interface LinkHead {
  readonly title: string;
  readonly noticeCode: string;
  readonly day: string;
}

export type LinkView =
  | { readonly kind: 'asks'; readonly head: LinkHead; readonly problem?: string; readonly unsentWords?: string }
  | { readonly kind: 'locked' | 'no_phone'; readonly head: LinkHead; readonly isStaffTold: boolean }
  | {
      readonly kind: 'open';
      readonly head: LinkHead;
      readonly body: string;
      /** When 我已知悉 was pressed, in words; null = not yet. */
      readonly confirmed: string | null;
      /** `isUnseen`: nobody of the staff could be told of them. */
      readonly replies: { readonly count: number; readonly last: string; readonly isUnseen: boolean } | null;
      readonly formId: string;
      readonly problem?: string;
      readonly words?: string;
    }
  | {
      readonly kind: 'unknown' | 'expired' | 'withdrawn' | 'too_many' | 'too_large' | 'bad_form' | 'away';
    };

/**
 * The page of one family's link, in each of its states. A form leads to the place where its answer will stand (`#…`, kept
 * over the redirect): a page that opens at its top again looks as if nothing had happened.
 */
export function LinkPage({ schoolName, view }: { readonly schoolName: string; readonly view: LinkView }) {
  return (
    <Layout title={texts.title} schoolName={schoolName}>
      {'head' in view ? <Head head={view.head} schoolName={schoolName} isOpen={view.kind === 'open'} /> : null}
      <View view={view} />
      <section class="bad">
        <p>{view.kind === 'open' ? texts.falseWhenDifferent : texts.moneyIsFalse}</p>
      </section>
    </Layout>
  );
}

/** The title of a kind tells a passer-by a lot, so it is for those only who gave the digits. */
function Head({
  head,
  schoolName,
  isOpen,
}: {
  readonly head: LinkHead;
  readonly schoolName: string;
  readonly isOpen: boolean;
}) {
  return (
    <section>
      <h2>{isOpen ? texts.about(head.title) : texts.aboutUnread}</h2>
      <p>{texts.facts(schoolName, head.day)}</p>
      <p class="hint">
        {texts.code} <span class="code">{head.noticeCode}</span>
      </p>
    </section>
  );
}

function View({ view }: { readonly view: LinkView }) {
  switch (view.kind) {
    case 'asks':
      return <Asks problem={view.problem} unsentWords={view.unsentWords} />;
    case 'open':
      return <Open view={view} />;
    case 'locked':
      return (
        <Warning
          title={texts.lockedTitle}
          lines={[texts.locked, view.isStaffTold ? texts.lockedTold : texts.nobodyTold, texts.callKnown]}
        />
      );
    case 'no_phone':
      return (
        <Warning
          title={texts.noPhoneTitle}
          lines={[texts.noPhone, view.isStaffTold ? texts.noPhoneTold : texts.nobodyTold, texts.callKnown]}
        />
      );
    case 'unknown':
      return (
        <Warning title={texts.unknownTitle} lines={[texts.unknown]}>
          <ul>
            {texts.unknownAdvice.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
          <a href="/verify">{texts.verifyLink}</a>
        </Warning>
      );
    case 'expired':
      return <Warning title={texts.expiredTitle} lines={[texts.expired, texts.callKnown]} />;
    case 'withdrawn':
      return <Warning title={texts.withdrawnTitle} lines={[texts.withdrawn]} />;
    case 'too_many':
      return <Warning title={texts.tooManyTitle} lines={[texts.tooMany, texts.callKnown]} />;
    case 'too_large':
      return <Warning title={texts.tooLargeTitle} lines={[texts.tooLarge]} />;
    case 'bad_form':
      return <Warning title={texts.badFormTitle} lines={[texts.badForm]} />;
    case 'away':
      return <Warning title={texts.awayTitle} lines={[texts.away, texts.callKnown]} />;
  }
}

interface WarningProps {
  readonly title: string;
  readonly lines: readonly string[];
  readonly children?: Child;
}

function Warning({ title, lines, children }: WarningProps) {
  return (
    <section class="bad" role="alert">
      <h2>{title}</h2>
      {lines.map((line) => (
        <p>{line}</p>
      ))}
      {children}
    </section>
  );
}

function Problem({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="problem" role="alert" id="problem">
      {text}
    </p>
  );
}

function Asks({
  problem,
  unsentWords,
}: {
  readonly problem: string | undefined;
  readonly unsentWords: string | undefined;
}) {
  return (
    <section>
      <h2>{texts.askTitle}</h2>
      <p>{texts.askWhy}</p>
      <Problem text={problem} />
      <form method="post">
        <input type="hidden" name="do" value="open" />
        <label for="digits">{texts.digitsLabel}</label>
        <input
          id="digits"
          name="digits"
          class="digits"
          required
          inputmode="numeric"
          maxlength={20}
          autocomplete="off"
          aria-describedby={problem === undefined ? 'digits-hint' : 'problem digits-hint'}
        />
        <p id="digits-hint" class="hint">
          {texts.digitsHint}
        </p>
        <button type="submit">{texts.openButton}</button>
      </form>
      {unsentWords === undefined ? null : (
        <>
          <p class="after">{texts.wordsKept}</p>
          <div class="words">{unsentWords}</div>
        </>
      )}
    </section>
  );
}

function Open({ view }: { readonly view: Extract<LinkView, { kind: 'open' }> }) {
  return (
    <>
      <section>
        <h2>{texts.contentTitle}</h2>
        <NoticeWords words={view.body} code={view.head.noticeCode} />
      </section>
      {view.confirmed === null ? (
        <section id="confirm">
          <h2>{texts.confirmTitle}</h2>
          <form method="post" action="#confirm">
            <input type="hidden" name="do" value="confirm" />
            <p>{texts.confirmHint}</p>
            <button type="submit">{texts.confirmButton}</button>
          </form>
        </section>
      ) : (
        <section id="confirm" class="good" role="status">
          <p>{texts.confirmed(view.confirmed)}</p>
        </section>
      )}
      <section id="reply">
        <h2>{texts.replyTitle}</h2>
        {view.replies === null ? null : (
          <p class={view.replies.isUnseen ? 'problem' : 'done'} role="status">
            {view.replies.isUnseen ? texts.replyUnseen : texts.replyThanks(view.replies.count, view.replies.last)}
          </p>
        )}
        <Problem text={view.problem} />
        <form method="post" action="#reply">
          <input type="hidden" name="do" value="reply" />
          <input type="hidden" name="form" value={view.formId} />
          <label for="words">{texts.replyLabel}</label>
          <textarea
            id="words"
            name="words"
            rows={5}
            maxlength={view.words === undefined ? MAX_REPLY_CHARACTERS : undefined}
            aria-describedby={view.problem === undefined ? 'words-hint' : 'problem words-hint'}
          >
            {view.words ?? ''}
          </textarea>
          <p id="words-hint" class="hint">
            {texts.replyHint}
          </p>
          <button type="submit" class="second">
            {texts.replyButton}
          </button>
        </form>
      </section>
    </>
  );
}
