import { createHash } from 'node:crypto';
import { XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import { toStorableText } from '../../shared/bytes.ts';
import { InputError } from '../../shared/errors.ts';
import type { InboundEvent, VerifiedCallback } from '../port.ts';
import { accountOf, type WecomConfig } from './config.ts';

type App = Pick<WecomConfig, 'corpId' | 'agentId'>;

/** Every value is one text: a repeated tag becomes an array and a nested one an object, and both are refused. */
const IdText = z
  .string()
  .min(1)
  .max(128)
  .regex(/^[^\s|]+$/u);
const Digits = z.string().regex(/^\d{1,20}$/);
const Seconds = z.string().regex(/^\d{1,11}$/);

const Envelope = z.object({
  ToUserName: IdText,
  FromUserName: IdText,
  CreateTime: Seconds,
  MsgType: z.string().min(1).max(64),
  AgentID: z.string().regex(/^\d*$/).optional(),
  Event: z.string().max(64).optional(),
  ChangeType: z.string().max(64).optional(),
});
type Envelope = z.infer<typeof Envelope>;

/** A 64-bit number: it stays text, because a JavaScript number would lose its last digits (wecom.md §2). */
const Text = z.object({ Content: z.string(), MsgId: Digits, AgentID: Digits });
const Message = z.object({ MsgId: Digits });
const CardEvent = z.object({
  EventKey: z.string().min(1).max(1024),
  TaskId: z.string().min(1).max(128),
  ResponseCode: z.string().max(512).optional(),
  AgentID: Digits,
});
const Subscription = z.object({ Id: IdText });

const XmlDocument = z.object({ xml: z.record(z.string(), z.unknown()) });

const parser = new XMLParser({
  ignoreAttributes: true,
  processEntities: false,
  parseTagValue: false,
  trimValues: false,
});

/**
 * What a decrypted callback says. Pure. Kinds that we do not know come out as `unsupported`; a known kind without its
 * fields, with a field twice or with a DOCTYPE throws `callback.undecipherable`.
 */
export function parseCallback(app: App, verified: VerifiedCallback): readonly InboundEvent[] {
  const fields = readXml(verified.plain);
  const envelope = check(Envelope, fields);
  const base = {
    platform: 'wecom',
    account: accountOf(app),
    dedupeKey: dedupeKeyOf(app, envelope, fields, verified.plain),
    senderId: envelope.FromUserName === 'sys' ? '' : envelope.FromUserName,
    sentAt: new Date(Number(envelope.CreateTime) * 1000),
  } as const;

  const description = describe(envelope);
  if (isForAnotherApp(app, envelope)) return [{ ...base, kind: 'unsupported', description }];
  switch (description) {
    case 'text':
      return [{ ...base, kind: 'text', text: check(Text, fields).Content }];
    case 'event:template_card_event': {
      const card = check(CardEvent, fields);
      const responseCode = card.ResponseCode ?? '';
      return [{ ...base, kind: 'button', buttonKey: card.EventKey, taskId: card.TaskId, responseCode }];
    }
    case 'event:enter_agent':
      return [{ ...base, kind: 'opened_app' }];
    case 'event:change_school_contact/subscribe':
    case 'event:change_school_contact/unsubscribe': {
      const isSubscribed = envelope.ChangeType === 'subscribe';
      return [{ ...base, kind: 'guardian_subscription', guardianUserId: check(Subscription, fields).Id, isSubscribed }];
    }
    default:
      return [{ ...base, kind: 'unsupported', description }];
  }
}

function readXml(plain: string): unknown {
  if (hasDoctype(plain)) throw undecipherable('DOCTYPE');
  const xml = toStorableText(plain).trim();
  // The parser takes unclosed documents and plain words for XML (queue.md §4.1).
  if (!xml.endsWith('</xml>')) throw undecipherable('not one closed <xml> document');
  return check(XmlDocument, parseXml(xml)).xml;
}

/**
 * A DOCTYPE has no place in a WeCom message; refusing it closes external entities for every version of the parser. What
 * stands in CDATA is somebody's words and may say anything.
 */
function hasDoctype(plain: string): boolean {
  return plain.split(']]>').some((part) => /<!DOCTYPE|<!ENTITY/iu.test(part.split('<![CDATA[', 1)[0] ?? ''));
}

function parseXml(xml: string): unknown {
  try {
    return parser.parse(xml);
  } catch (cause) {
    throw new InputError('callback.undecipherable', { message: 'the XML parser refused it', cause });
  }
}

/** `text`, `image`, `event:enter_agent`, `event:change_school_contact/subscribe`. */
function describe(envelope: Envelope): string {
  if (envelope.MsgType !== 'event') return envelope.MsgType;
  const change = envelope.ChangeType ? `/${envelope.ChangeType}` : '';
  return `event:${envelope.Event ?? ''}${change}`;
}

/** Two apps that share one callback address; events of the corp carry no AgentID, or an empty one. */
function isForAnotherApp(app: App, envelope: Envelope): boolean {
  if (envelope.MsgType === 'event' && !envelope.AgentID) return false;
  return envelope.ToUserName !== app.corpId || envelope.AgentID !== String(app.agentId);
}

/**
 * Messages by their ids: MsgId alone clashes between users (WxJava#333), and a retry may be encrypted afresh. Events have
 * no id, and two different ones can share sender and second (WxJava#1745), so there every byte counts.
 */
function dedupeKeyOf(app: App, envelope: Envelope, fields: unknown, plain: string): string {
  const { MsgType, FromUserName, CreateTime, AgentID } = envelope;
  const message = Message.safeParse(fields);
  if (MsgType === 'event' || !message.success) return `e:${createHash('sha256').update(plain).digest('hex')}`;
  const agentId = AgentID || app.agentId;
  return `m:${app.corpId}/${agentId}/${FromUserName.toLowerCase()}/${CreateTime}/${message.data.MsgId}`;
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  // Only where it is wrong, never what was written there.
  throw undecipherable(result.error.issues.map((issue) => issue.path.join('.')).join(', '));
}

function undecipherable(message: string): InputError {
  return new InputError('callback.undecipherable', { message });
}
