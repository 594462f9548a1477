import type { Queryable, StaffRole } from '../db/index.ts';
import type { Intent, Reading, RosterIndex } from '../language/index.ts';
import type { PlatformName } from '../platform/port.ts';
import type { AfterCommit } from '../queue/port.ts';
import type { Clock } from '../shared/clock.ts';
import type { IdSource } from '../shared/ids.ts';
import type { Action } from './permissions.ts';

export interface StaffMember {
  readonly staffId: string;
  readonly staffNo: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly collegeId: string | null;
}

/** A person who wrote to the bot and is on the staff list. */
export interface Sender {
  readonly platform: PlatformName;
  /** As the platform writes it; compare without regard to case. */
  readonly userId: string;
  readonly staff: StaffMember;
}

/**
 * Everything a command may use. `db` is the transaction in which the line is worked off: what the command writes, the reply
 * and the mark 'done' are committed together, so a crash repeats all or nothing.
 */
export interface CommandContext {
  readonly db: Queryable;
  readonly now: Date;
  readonly clock: Clock;
  /** The college's (TIME_ZONE): days, hours and terms are said and reckoned in it. */
  readonly timeZone: string;
  readonly ids: IdSource;
  readonly sender: Sender;
  /** The line as typed; for a pressed button, the label. */
  readonly line: string;
  readonly reading: Reading;
  readonly roster: RosterIndex;
  readonly inboundId: string;
  readonly afterCommit: AfterCommit;
  /** Another question stays open: what a reply would merely like to know is not asked. */
  readonly isAside?: boolean;
}

export interface ReplyButton {
  /** Key of the option, or of a standing action as `verb:id` (see `StandingButton`). */
  readonly key: string;
  readonly label: string;
  readonly style?: 'primary' | 'danger' | 'plain';
}

/** The one question that a reply may ask. It is shown with numbers and, where the platform can, with buttons. */
export interface Question {
  readonly options: readonly ReplyButton[];
  /** May the answer be words of one's own? */
  readonly acceptsText: boolean;
  /**
   * Intents of lines that are answers to this question and not commands of their own; only with `acceptsText`. When it is
   * given and lacks `look_up`, a bare name looks the student up.
   */
  readonly takes?: readonly Intent[];
  /** What the command needs to go on; plain JSON. */
  readonly state: unknown;
  readonly expiresInMs?: number;
  /** What an answer after that is told; by default that nothing was done, and the line to say again. */
  readonly tooLate?: string;
}

/** What a command answers. It never sends; `command/` stores and `delivery/` sends. */
export interface Reply {
  readonly title?: string;
  readonly text: string;
  /** A warning that must stand beside the buttons: a card whose text is too long for it says this one line. */
  readonly note?: string;
  readonly question?: Question;
  /** Buttons that stay valid after the next line, e.g. 撤 under a record: `press` of the same command gets the key. */
  readonly buttons?: readonly ReplyButton[];
}

/** How the person answered an open question. */
export interface Answer {
  /** Key of the chosen option (by button, number, 确认/取消 or 是/否); null when it was words. */
  readonly optionKey: string | null;
  readonly text: string;
}

export interface OpenQuestion {
  readonly questionId: string;
  readonly command: string;
  /** The line that led to it. */
  readonly line: string;
  readonly state: unknown;
  readonly askedAt: Date;
}

/** An open question as a command sees it that was not asked. */
export interface PendingQuestion extends OpenQuestion {
  readonly acceptsText: boolean;
}

/** A command is data; help and docs/commands.md are made from it. */
export interface CommandSpec {
  /** snake_case, unique. */
  readonly name: string;
  readonly intents: readonly Intent[];
  /** Looked up in the permission table before `run`. */
  readonly action: Action;
  /** Chinese, one line, for help. Null = not listed. */
  readonly summary: string | null;
  /** Lines worth typing. */
  readonly examples: readonly string[];
  run(context: CommandContext): Promise<Reply>;
  /**
   * Gets answers to the questions that `run` or `answer` asked. Undefined = these words are no answer: the question is left
   * and they are worked off as a line of their own.
   */
  answer?(context: CommandContext, question: OpenQuestion, answer: Answer): Promise<Reply | undefined>;
  /**
   * Takes a line because of something that goes on, such as an emergency, before it is an answer to the open question or a
   * command of its own. Undefined = it is not about that. Asked of every line: decide cheaply.
   */
  claim?(context: CommandContext, open: PendingQuestion | undefined): Promise<Reply | undefined>;
  /** Gets presses of standing buttons of its own replies; `key` as it was given. */
  press?(context: CommandContext, key: string): Promise<Reply>;
}

/** What `command/` needs to know of people; the roster implements it. */
export interface SenderDirectory {
  findSender(db: Queryable, platform: PlatformName, userId: string): Promise<Sender | undefined>;
  /** The index of the students in the sender's scope; cached until the roster changes. */
  loadRosterIndex(db: Queryable, sender: Sender): Promise<RosterIndex>;
}
