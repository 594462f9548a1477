import { createHash } from 'node:crypto';
import type { StaffMember } from '../../command/index.ts';
import type { DeliveryChannel } from '../../db/index.ts';
import type { PlatformCapabilities } from '../../platform/port.ts';
import { byteLength } from '../../shared/bytes.ts';
import { renderTemplate, type Template, type TemplateLibrary, type TemplatePart } from '../../template/index.ts';
import type { ClassFacts, ClassGroupFacts, FamilyFacts } from '../audience/facts.ts';
import { audienceOf } from '../audience/recipients.ts';
import { type Route, routeFamily, routeGroup } from '../audience/route.ts';
import {
  buildValues,
  listTemplatesOf,
  listTemplateTexts,
  type NoticeContent,
  type TemplateText,
  templateFor,
  versionOf,
} from './content.ts';
import { buildFooter, personalLinkBytes } from './footer.ts';
import type { PlannedDelivery } from './planned-delivery.ts';

/** What the school's settings say about every notice. */
export interface NoticeSettings {
  readonly library: TemplateLibrary;
  readonly schoolName: string;
  /** Base address of links, without a slash at the end; a function, because the port may be known only later. */
  readonly publicUrl: () => string;
  readonly isSchoolNoticeOn: boolean;
  readonly limits: TextLimits;
}

/** UTF-8 bytes of a whole text, as the platform's capabilities say. */
type TextLimits = Pick<PlatformCapabilities, 'maxSchoolNoticeBytes' | 'maxGroupTextBytes' | 'maxRobotTextBytes'>;

/** Everybody whom a notice is for, as the roster stands now. */
export interface Audience {
  readonly groups: readonly ClassGroupFacts[];
  readonly families: readonly AudienceFamily[];
  /** Classes asked for that have no parents' group. */
  readonly classesWithoutGroup: readonly string[];
}

interface AudienceFamily {
  readonly family: FamilyFacts;
  /** The one guardian who was named, by relation; null = the family. */
  readonly relation: string | null;
}

export interface NoticePlan {
  readonly planned: readonly PlannedDelivery[];
  /** Differs when anything differs that the sender was shown: targets, channels, words. */
  readonly digest: string;
  readonly templateVersion: string;
  /** The files of that version. */
  readonly templateTexts: readonly TemplateText[];
  /** The words without footer, each different one once, with the target that serves as the example. */
  readonly texts: readonly PlannedText[];
  readonly tooLong: TooLong | undefined;
}

interface PlannedText {
  readonly words: string;
  readonly targetKey: string;
}

interface TooLong {
  readonly target: string;
  readonly bytes: number;
  readonly maxBytes: number;
}

/** A relayed text is pasted by hand into chats of every kind, so that no platform says how long it may be. */
const MAX_RELAY_BYTES = 4_000;

/**
 * Works out every delivery with its words. Throws `notice.missing_field` / `notice.bad_field` with the field's Chinese name.
 * Pure; 10,000 families take well under a second.
 */
export function planNotice(
  content: NoticeContent,
  audience: Audience,
  sender: { readonly staff: Pick<StaffMember, 'name' | 'role'>; readonly noticeCode: string },
  settings: NoticeSettings,
): NoticePlan {
  const kind = audienceOf(content.recipients);
  const part: TemplatePart = kind === 'group' ? 'group' : 'family';
  const footer = buildFooter(kind, {
    schoolName: settings.schoolName,
    publicUrl: settings.publicUrl(),
    noticeCode: sender.noticeCode,
  });
  const texts = new Map<string, { readonly body: string; readonly targetKey: string }>();
  const plan = (route: Route, classFacts: ClassFacts, studentName: string | null): PlannedDelivery => {
    const template = templateFor(settings.library, content, route.targetKey);
    const words = renderWords(template, part, content, { ...sender, settings, classFacts, studentName });
    const known = texts.get(words);
    if (known) return { ...route, body: known.body };
    const body = `${words}\n\n${footer}`;
    texts.set(words, { body, targetKey: route.targetKey });
    return { ...route, body };
  };
  const planned =
    kind === 'group'
      ? audience.groups.map((entry) => plan(routeGroup(entry), entry, null))
      : audience.families.map(({ family, relation }) =>
          plan(routeFamily(family, relation, settings), family, family.studentName),
        );
  const templateTexts = listTemplateTexts(listTemplatesOf(settings.library, content), part);
  return {
    planned,
    digest: digestOf(planned),
    templateVersion: versionOf(templateTexts),
    templateTexts,
    texts: [...texts].map(([words, { targetKey }]) => ({ words, targetKey })),
    tooLong: findTooLong(planned, settings.limits, kind === 'private' ? personalLinkBytes(settings.publicUrl()) : 0),
  };
}

function renderWords(
  template: Template,
  part: TemplatePart,
  content: NoticeContent,
  facts: {
    readonly staff: Pick<StaffMember, 'name' | 'role'>;
    readonly settings: NoticeSettings;
    readonly classFacts: ClassFacts;
    readonly studentName: string | null;
  },
): string {
  const { staff, classFacts, studentName, settings } = facts;
  return renderTemplate(
    template,
    part,
    buildValues(template, content, { schoolName: settings.schoolName, staff, classFacts, studentName }),
  );
}

function digestOf(planned: readonly PlannedDelivery[]): string {
  const lines = planned.map((one) =>
    JSON.stringify([
      one.targetKey,
      one.channel,
      one.target,
      one.platformTarget,
      one.ownerUserId,
      one.failedWith,
      one.body,
    ]),
  );
  return createHash('sha256').update(lines.sort().join('\n')).digest('hex');
}

function findTooLong(planned: readonly PlannedDelivery[], limits: TextLimits, linkBytes: number): TooLong | undefined {
  let worst: TooLong | undefined;
  const measured = new Map<string, number>();
  for (const { body, channel, target, failedWith } of planned) {
    if (failedWith !== undefined) continue;
    const bytes = measured.get(body) ?? byteLength(body) + linkBytes;
    measured.set(body, bytes);
    const maxBytes = maxBytesOf(channel, limits);
    if (bytes - maxBytes > Math.max(0, (worst?.bytes ?? 0) - (worst?.maxBytes ?? 0)))
      worst = { target, bytes, maxBytes };
  }
  return worst;
}

/** UTF-8 bytes of a whole text on this channel. */
export function maxBytesOf(channel: DeliveryChannel, limits: TextLimits): number {
  switch (channel) {
    case 'wecom_school_notice':
      return limits.maxSchoolNoticeBytes;
    case 'wecom_group_robot':
      return limits.maxRobotTextBytes;
    case 'wecom_customer_group':
      return limits.maxGroupTextBytes;
    case 'relay':
      return MAX_RELAY_BYTES;
    case 'phone':
    case 'letter':
      return Number.POSITIVE_INFINITY;
  }
}
