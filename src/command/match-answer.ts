import type { Intent, Reading } from '../language/index.ts';
import type { ReplyButton } from './command.ts';

interface Asked {
  readonly options: readonly ReplyButton[];
  readonly acceptsText: boolean;
  readonly takes?: readonly Intent[];
}

/**
 * What a typed line is to an open question: an `option`, `words` of one's own, a wish to `drop` it, a number that is
 * `out_of_range`, an `objection` to what waits to be sent, a `command` of its own, or none of these.
 */
export type AnswerMatch =
  | { readonly kind: 'option'; readonly option: ReplyButton }
  | { readonly kind: 'words' | 'drop' | 'out_of_range' | 'objection' | 'command' | 'none' };

/**
 * Keys that these words stand for. A mere 好 or 嗯 never confirms what goes out to families: contract §4 asks for 确认 or the
 * button. And neither 确认 nor 好的 states a fact: typed for something else, they must not become 本人已同意 or 已经谈过.
 */
const SENDING_KEY = 'confirm';
/** What came by itself after another was sent: only its button sends it, since words may have been typed for the one before. */
const PRESSED_KEY = 'confirm_by_button';
const DECISION_KEYS = ['yes', 'accept', 'stop'];

/** 张三妈妈不同意发, said while a draft waits, is about the draft; with a talk in it (打电话来说…) it is a contact. */
const OBJECTS = /(?:不同意|不让|不许|不愿意?|不想|不希望)[^，。；！？]{0,4}(?:发|公开|告诉)[^，。；]{0,6}[\s。！!]*$/u;
const TELLS_OF_TALK = /电话|微信|短信|打了|打来|聊|谈|联系|沟通|家访|来校|说|讲|[：:]/u;

/** Decides what the line is to the question. Pure. */
export function matchAnswer(asked: Asked, reading: Reading): AnswerMatch {
  const { answer, intent } = reading;
  // 让家长把班费转我微信 is refused and logged whatever is asked; it is nobody's answer.
  if (reading.refusal !== null) return { kind: 'command' };
  const option = findOption(asked.options, reading);
  if (option) return { kind: 'option', option };
  if (answer.cancel) return { kind: 'drop' };
  if (answer.choice !== null && asked.options.length > 0 && !asked.acceptsText) {
    return { kind: asked.options[answer.choice - 1] === undefined ? 'out_of_range' : 'none' };
  }
  if (isDraft(asked) && OBJECTS.test(reading.normalised) && !TELLS_OF_TALK.test(reading.normalised)) {
    return { kind: 'objection' };
  }
  if (isClearCommand(asked, reading)) return { kind: 'command' };
  if (asked.acceptsText && intent !== 'emergency') return { kind: 'words' };
  return { kind: 'none' };
}

function findOption(options: readonly ReplyButton[], reading: Reading): ReplyButton | undefined {
  const option = findNamed(options, reading);
  return option?.key === PRESSED_KEY ? undefined : option;
}

function findNamed(options: readonly ReplyButton[], { answer, line, normalised }: Reading): ReplyButton | undefined {
  const labelled = options.find(({ label }) => label === line.trim() || label === normalised.trim());
  if (labelled) return labelled;
  const begun = findBegun(options, normalised.trim());
  if (begun) return begun;
  if (answer.choice !== null) {
    const chosen = options[answer.choice - 1];
    // A second 1, typed for the question before, must not send what nobody has read (contract §4: 确认 or the button).
    return chosen?.key === SENDING_KEY ? undefined : chosen;
  }
  const decision = findDecision(options);
  if (answer.confirm) return findKey(options, SENDING_KEY) ?? decision;
  // 取消 drops what was begun. Only what may be decided is declined by it as well; it states no 没有.
  if (answer.cancel) return findKey(options, 'cancel') ?? (decision && findKey(options, 'no'));
  const said = decision ? answer.yesNo : answer.states;
  if (said === 'yes') return findKey(options, 'yes');
  if (said === 'no') return findKey(options, 'no') ?? findKey(options, 'cancel');
  return answer.yesNo === 'no' ? findKey(options, 'cancel') : undefined;
}

/** What is decided and not stated: its button is coloured, because it has an effect (结束应急, 采用, 停止计划). */
function findDecision(options: readonly ReplyButton[]): ReplyButton | undefined {
  return options.find(({ key, style }) => DECISION_KEYS.includes(key) && (style === 'primary' || style === 'danger'));
}

/** 同意 for 同意发送, 还没谈 for 还没谈，有特殊原因: the one label that begins with the words. */
function findBegun(options: readonly ReplyButton[], words: string): ReplyButton | undefined {
  if (!/^\p{Script=Han}{2,}$/u.test(words)) return undefined;
  const begun = options.filter(({ label }) => label.startsWith(words));
  return begun.length === 1 ? begun[0] : undefined;
}

function findKey(options: readonly ReplyButton[], wanted: string): ReplyButton | undefined {
  return options.find(({ key }) => key === wanted);
}

/** Is something waiting that goes out to families as soon as it is confirmed? */
export function isDraft(asked: Pick<Asked, 'options'>): boolean {
  return asked.options.some(({ key, style }) => key === PRESSED_KEY || (key === SENDING_KEY && style !== 'danger'));
}

/** Is something waiting that stops as soon as it is confirmed (暂停全部, 停发)? */
export function isStop(asked: Pick<Asked, 'options'>): boolean {
  return asked.options.some(({ key, style }) => key === SENDING_KEY && style === 'danger');
}

/** Short lines with one meaning; nobody writes them as the content of an answer. */
const COMMANDS_AT_ONCE: ReadonlySet<Intent> = new Set<Intent>([
  'help',
  'undo',
  'pause',
  'resume',
  'sent',
  'notice_status',
  'notice_kinds',
  'campaign',
  'unlock_link',
  'show_drafts',
  'unconfirmed',
  'remind_unconfirmed',
  'family_replies',
  'schedule_list',
  'schedule_stop',
  'approvals',
  'due_list',
  'progress',
  'desk',
]);

/** Kinds that are commands only with somebody or something to act on; without, they are words of an answer. */
function isClearCommand(asked: Asked, reading: Reading): boolean {
  const { intent } = reading;
  // 没给褚佳怡家长打电话: about somebody, though not a contact; never another family's words.
  // Nor are several students by name, except where each family's own words are asked for.
  if (intent === 'unknown') {
    const areSeveral = reading.students.length > 1 && !asked.takes?.includes('record');
    return (reading.question !== null || areSeveral) && isAboutSomebody(reading);
  }
  if (intent === 'answer') return false;
  // 改一下 while a draft waits is about the draft.
  if (intent === 'amend' && isDraft(asked)) return false;
  if (asked.acceptsText && asked.takes?.includes(intent)) return false;
  if (!asked.acceptsText || COMMANDS_AT_ONCE.has(intent)) return true;
  if (intent === 'amend') return reading.amend !== null;
  // 完成1, 我的提醒: they name no student and are never the words of an answer.
  // 提醒我晚上八点半查寝 is a wish of its own; 明天下午三点 alone answers when.
  if (intent === 'reminder' && reading.reminderAt !== null && REMIND_ME.test(reading.normalised)) return true;
  if (intent === 'reminder' && reading.evidence.some(({ means }) => means.startsWith('task:'))) return true;
  if (intent === 'record' || intent === 'attempt')
    // Of a student who is not among ours as well: 张三妈妈电话打了 都好 is not what another family said.
    return reading.records.some(({ student, isMethodStated }) => student.candidates.length > 0 || isMethodStated);
  if (intent === 'broadcast' || intent === 'notice') return reading.notice?.audience != null;
  if (intent === 'schedule') return reading.schedule !== null;
  // 查 … is a command also when nobody of that name is in scope: else the name would become the reason of a notice.
  if (intent === 'look_up' && LOOK_UP_VERB.test(reading.normalised)) return true;
  return isAboutSomebody(reading);
}

function isAboutSomebody({ students }: Reading): boolean {
  return students.some(({ candidates }) => candidates.length > 0);
}

const REMIND_ME = /提醒我|提醒一下我|叫我|喊我|闹钟/u;
const LOOK_UP_VERB = /^(?:帮我)?(?:查|找|看)一?下?\s/u;
