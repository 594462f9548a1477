import { createHash } from 'node:crypto';
import { z } from 'zod';
import { groupKeyOf } from '../state.ts';
import type { Handler, ServerContext } from './call.ts';
import { cardSchema, SHAPE_FAULT, showCard } from './cards.ts';
import { ok, refuse } from './errors.ts';
import { type Content, readNews, readText } from './member-content.ts';
import { MINUTE_MS } from './windows.ts';

const PER_MINUTE = 20;
const TEXT_BYTES = 2048;
const MARKDOWN_BYTES = 4096;
const IMAGE_BYTES = 2 * 1024 * 1024;

/** `webhook/send`: a group robot. The key is the only credential; 20 a minute (wecom.md §7). */
export const sendToRobot: Handler = (context, call) => {
  const group = call.people.findRobotGroup(call.query.key ?? '');
  if (!group?.webhookKey || context.journal.state.removedRobots.has(group.webhookKey)) return refuse(93000);
  const body = z.object({ msgtype: z.string() }).loose().safeParse(call.body);
  if (!body.success) return refuse(40058);
  const content = readRobotContent(context, body.data.msgtype, body.data);
  if ('errcode' in content) return refuse(content.errcode);
  if (!context.windows.hit(`robot:${group.webhookKey}`, PER_MINUTE, MINUTE_MS)) return refuse(45009);
  context.journal.record({ type: 'group_got', groupKey: groupKeyOf(group), from: 'robot', shown: content.shown });
  if (content.shown.isCut) {
    const { text } = content.shown;
    context.journal.record({ type: 'swallowed', api: call.api, target: group.name, reason: 'cut', text });
  }
  return ok();
};

function readRobotContent(context: ServerContext, msgtype: string, body: Record<string, unknown>): Content {
  switch (msgtype) {
    case 'text':
      return readText(context, 'text', body.text, TEXT_BYTES);
    case 'markdown':
    case 'markdown_v2':
      return readText(context, 'markdown', body[msgtype], MARKDOWN_BYTES);
    case 'news':
      return readNews(body.news);
    case 'image':
      return readImage(body.image);
    case 'template_card': {
      const card = cardSchema.safeParse(body.template_card);
      const isNotice = card.success && ['text_notice', 'news_notice'].includes(card.data.card_type);
      return card.success && isNotice ? { shown: showCard(card.data) } : { errcode: SHAPE_FAULT };
    }
    case 'file':
    case 'voice':
      return { errcode: 40007 };
    default:
      return { errcode: 40008 };
  }
}

/** base64 with the md5 of the raw bytes, at most 2 MB, jpg or png. */
function readImage(part: unknown): Content {
  const parsed = z.object({ base64: z.string(), md5: z.string() }).safeParse(part);
  if (!parsed.success) return { errcode: 40058 };
  const bytes = Buffer.from(parsed.data.base64, 'base64');
  const isPicture = bytes.subarray(0, 2).equals(Buffer.from([0xff, 0xd8])) || bytes.subarray(1, 4).toString() === 'PNG';
  if (bytes.length > IMAGE_BYTES) return { errcode: 40009 };
  if (!isPicture || createHash('md5').update(bytes).digest('hex') !== parsed.data.md5) return { errcode: 40008 };
  return { shown: { type: 'image', text: '〔图片〕' } };
}
