import { z } from 'zod';
import type { ShownMessage } from '../state.ts';
import type { ServerContext } from './call.ts';
import { type Card, callsBack, cardSchema, findCardFault, SHAPE_FAULT, showCard } from './cards.ts';
import { fitText } from './text-limits.ts';

const TEXT_BYTES = 2048;

const textSchema = z.object({ content: z.string().min(1) });
const textCardSchema = z.object({
  title: z.string().min(1),
  description: z.string().min(1),
  url: z.url({ protocol: /^https?$/u }),
  btntxt: z.string().optional(),
});
const articleSchema = z.object({
  title: z.string().min(1),
  description: z.string().optional(),
  url: z.string().optional(),
});
const newsSchema = z.object({ articles: z.array(articleSchema) });

/** A body as a phone would show it, or the errcode that refuses it. */
export type Content = { readonly shown: ShownMessage; readonly card?: Card } | { readonly errcode: number };

/** Reads the part of a body that `msgtype` names and applies the limits of wecom.md §4. */
export function readContent(context: ServerContext, msgtype: string, body: Record<string, unknown>): Content {
  const part = body[msgtype];
  switch (msgtype) {
    case 'text':
    case 'markdown':
      return readText(context, msgtype, part, TEXT_BYTES);
    case 'textcard':
      return readTextCard(part);
    case 'news':
      return readNews(part);
    case 'template_card':
      return readCard(context, part);
    case 'image':
    case 'voice':
    case 'video':
    case 'file':
      // Nothing can be uploaded to this stand-in, so no media id is good.
      return { errcode: 40007 };
    default:
      return { errcode: 40008 };
  }
}

/** Text or markdown of at most `maxBytes`, cut or refused beyond. */
export function readText(context: ServerContext, type: string, part: unknown, maxBytes: number): Content {
  const parsed = textSchema.safeParse(part);
  if (!parsed.success) return { errcode: 40058 };
  const fitted = fitText(parsed.data.content, maxBytes, context.faults);
  if (!fitted) return { errcode: 45002 };
  return { shown: { type, text: fitted.text, ...(fitted.isCut ? { isCut: true } : {}) } };
}

function readTextCard(part: unknown): Content {
  const parsed = textCardSchema.safeParse(part);
  if (!parsed.success) return { errcode: 40058 };
  const { title, description, url, btntxt } = parsed.data;
  if ([...title].length > 128) return { errcode: 45003 };
  if ([...description].length > 512) return { errcode: 45004 };
  return { shown: { type: 'textcard', title, text: description, links: [{ label: btntxt ?? '详情', url }] } };
}

/** 1 to 8 articles (45008 otherwise). */
export function readNews(part: unknown): Content {
  const parsed = newsSchema.safeParse(part);
  if (!parsed.success) return { errcode: 40058 };
  const { articles } = parsed.data;
  if (articles.length < 1 || articles.length > 8) return { errcode: 45008 };
  return {
    shown: {
      type: 'news',
      title: articles[0]?.title ?? '',
      text: articles.map((article) => [article.title, article.description].filter(Boolean).join('\n')).join('\n\n'),
      links: articles.flatMap((article) => (article.url ? [{ label: article.title, url: article.url }] : [])),
    },
  };
}

function readCard(context: ServerContext, part: unknown): Content {
  const parsed = cardSchema.safeParse(part);
  if (!parsed.success) return { errcode: SHAPE_FAULT };
  const card = parsed.data;
  const errcode = findCardFault(card, (taskId) => context.journal.state.cardTaskIds.has(taskId));
  if (errcode !== undefined) return { errcode };
  if (callsBack(card) && context.isCallbackRefused()) return { errcode: SHAPE_FAULT };
  return { shown: showCard(card), card };
}
