import type { CardButton } from '../platform/port.ts';
import { byteLength } from '../shared/bytes.ts';
import { optionButtonKey, standingButtonKey } from './button-key.ts';
import type { Question, Reply, ReplyButton } from './command.ts';
import { MAX_CARD_TEXT_BYTES } from './long-card.ts';
import type { MemberMessageDraft } from './member-message.store.ts';
import { commandTexts as texts } from './texts.zh.ts';

/** wecom.md §4: the title of a card, characters. */
const MAX_TITLE_CHARACTERS = 26;
/** wecom.md §4: button_interaction. Options beyond it can still be chosen by number. */
const MAX_BUTTONS = 6;

interface Origin {
  /** The command that gets presses of standing buttons. */
  readonly command: string;
  /** Set when the reply asks something. */
  readonly questionId: string | undefined;
}

/**
 * A reply as messages: one text when there is nothing to press, else a card; long texts go first, on their own. Pure.
 * Example: options 确认 and 取消 are shown as two buttons and as `回“确认”：确认  2 取消`.
 */
export function renderReply(reply: Reply, origin: Origin): MemberMessageDraft[] {
  const options = origin.questionId === undefined ? [] : (reply.question?.options ?? []);
  const numbers = numberOptions(options, reply.question?.acceptsText ?? false);
  const buttons = buttonsOf(reply, origin, options);
  const whole = joinLines([reply.text, numbers]);
  const heading = reply.title === undefined || isShortTitle(reply.title) ? undefined : reply.title;
  if (buttons.length === 0) return [{ kind: 'text', text: joinLines([titleLine(reply.title), whole]) }];

  const title = cutTitle(reply.title ?? askingTitle(reply.question));
  const cardText = joinLines([heading, whole]);
  if (byteLength(cardText) <= MAX_CARD_TEXT_BYTES) return [{ kind: 'card', card: { title, text: cardText, buttons } }];
  return [
    { kind: 'text', text: joinLines([titleLine(reply.title), reply.text]) },
    { kind: 'card', card: { title, text: joinLines([reply.note, numbers]), buttons } },
  ];
}

/** `1 是  2 否`; one a line when they are many or long. What sends has no number: it takes the word or the button. */
function numberOptions(options: readonly ReplyButton[], acceptsText: boolean): string {
  if (options.length === 0) return '';
  const numbered = options.map(({ key, label }, index) =>
    key === 'confirm' ? texts.confirmInWords(label) : `${index + 1} ${label}`,
  );
  const oneLine = numbered.join('  ');
  const list = oneLine.length <= 30 ? oneLine : numbered.join('\n');
  return acceptsText ? `${list}\n${texts.orInWords}` : list;
}

function buttonsOf(reply: Reply, origin: Origin, options: readonly ReplyButton[]): CardButton[] {
  const { questionId, command } = origin;
  const answers = options.map((option) => ({ ...option, key: optionButtonKey(questionId ?? '', option.key) }));
  const standing = (reply.buttons ?? []).map((button) => ({
    style: 'plain' as const,
    ...button,
    key: standingButtonKey(command, button.key),
  }));
  return [...answers, ...standing].slice(0, MAX_BUTTONS);
}

function titleLine(title: string | undefined): string | undefined {
  return title === undefined ? undefined : `【${title}】`;
}

function isShortTitle(title: string): boolean {
  return [...title].length <= MAX_TITLE_CHARACTERS;
}

function cutTitle(title: string): string {
  return isShortTitle(title) ? title : `${[...title].slice(0, MAX_TITLE_CHARACTERS - 1).join('')}…`;
}

function joinLines(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('\n');
}

/** What the card of a question is called: words are wanted where leaving off is the only thing to choose. */
function askingTitle(question: Question | undefined): string {
  if (question === undefined || question.options.length === 0) return texts.defaultTitle;
  const isOnlyLeaving = question.options.every(({ key }) => key === 'cancel');
  return question.acceptsText && isOnlyLeaving ? texts.completeTitle : texts.chooseTitle;
}
