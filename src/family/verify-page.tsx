import type { VerifiedNotice } from '../notice/index.ts';
import { Layout, NoticeWords } from '../page/index.ts';
import { familyTexts as texts } from './texts.zh.ts';

/** What a look-up found; `day` as people write it. */
export type VerifyResult =
  | { readonly kind: 'nothing_asked' }
  | { readonly kind: 'genuine'; readonly notice: VerifiedNotice; readonly day: string }
  /** `typed`: what was looked for, when it could be a code at all; a stranger's link must not put words on our page. */
  | { readonly kind: 'unknown'; readonly isCode: boolean; readonly typed: string | undefined }
  | { readonly kind: 'too_many' }
  | { readonly kind: 'away' };

interface VerifyPageProps {
  readonly schoolName: string;
  readonly result: VerifyResult;
}

/** The page of /verify: the result, if one was asked for, above the form. */
export function VerifyPage({ schoolName, result }: VerifyPageProps) {
  return (
    <Layout title={texts.verifyTitle} schoolName={schoolName}>
      <Result result={result} />
      <section class="bad">
        <p>{texts.falseWhenDifferent}</p>
      </section>
      <section>
        {result.kind === 'nothing_asked' ? <p>{texts.intro}</p> : null}
        <form method="post" action="/verify">
          <label for="code">{result.kind === 'nothing_asked' ? texts.label : texts.again}</label>
          <input
            id="code"
            name="code"
            required
            maxlength={32}
            value={result.kind === 'unknown' ? result.typed : undefined}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            aria-describedby="hint"
          />
          <p id="hint" class="hint">
            {texts.hint}
          </p>
          <button type="submit">{texts.button}</button>
        </form>
      </section>
    </Layout>
  );
}

function Result({ result }: { readonly result: VerifyResult }) {
  switch (result.kind) {
    case 'nothing_asked':
      return null;
    case 'genuine':
      return <Genuine notice={result.notice} day={result.day} />;
    case 'unknown':
      return (
        <section class="bad" role="alert">
          <h2>{texts.unknown}</h2>
          {result.typed === undefined ? null : (
            <p>
              {texts.typed} <span class="code">{result.typed}</span>
            </p>
          )}
          {result.isCode ? null : <p>{texts.notACode}</p>}
          <ul>
            {texts.unknownAdvice.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        </section>
      );
    case 'too_many':
      return <Warning title={texts.tooManyTitle} text={texts.tooMany} />;
    case 'away':
      return <Warning title={texts.awayTitle} text={texts.away} />;
  }
}

function Warning({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section class="bad" role="alert">
      <h2>{title}</h2>
      <p>{text}</p>
    </section>
  );
}

function Genuine({ notice, day }: { readonly notice: VerifiedNotice; readonly day: string }) {
  const { title, audience, families, bodies, noticeCode } = notice;
  return (
    <section class="good" role="status">
      <h2>{texts.genuine}</h2>
      <p>
        {texts.label} <span class="code">{noticeCode}</span>
      </p>
      <p>{audience === 'group' ? texts.genuineGroup(title, day) : texts.genuinePrivate(title, day, families)}</p>
      {bodies.length > 1 ? <p>{texts.severalTexts}</p> : null}
      {bodies.map((body) => (
        <NoticeWords words={body} code={noticeCode} />
      ))}
    </section>
  );
}

/** What is handed out on paper: the address, so that nobody needs the one in a message, which may be false itself. */
export function VerifyPaper({ schoolName, url }: { readonly schoolName: string; readonly url: string }) {
  return (
    <Layout title={texts.paperTitle} schoolName={schoolName}>
      <div class="paper">
        <section>
          <p>{texts.paperAddress}</p>
          <p class="address">{url}</p>
          <ol>
            {texts.paperSteps.map((step) => (
              <li>{step}</li>
            ))}
          </ol>
        </section>
        <section class="bad">
          <p>{texts.paperRule}</p>
        </section>
        <p>{texts.paperKeep}</p>
      </div>
    </Layout>
  );
}
