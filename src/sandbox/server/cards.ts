import { z } from 'zod';
import type { ShownButton, ShownMessage } from '../state.ts';

/** wecom.md §4, template cards: what each type needs, and the lengths of its lists. */
const key = z.string().min(1).max(1024);
const title = z.object({ title: z.string().optional(), desc: z.string().optional() });
const cardAction = z.object({ type: z.number().int(), url: z.string().optional() }).loose();
const horizontal = z
  .array(z.object({ keyname: z.string(), value: z.string().optional() }).loose())
  .max(6)
  .optional();
const jumps = z
  .array(z.object({ title: z.string(), url: z.string().optional() }).loose())
  .max(3)
  .optional();
const actionMenu = z
  .object({
    action_list: z
      .array(z.object({ text: z.string(), key }))
      .min(1)
      .max(3),
  })
  .loose()
  .optional();
const submitButton = z.object({ text: z.string(), key });
const button = z.object({ text: z.string().min(1), key, style: z.number().int().min(0).max(4).optional() }).loose();
const option = z.object({ id: z.string().min(1).max(128), text: z.string() }).loose();
const shared = {
  main_title: title.optional(),
  sub_title_text: z.string().optional(),
  horizontal_content_list: horizontal,
  jump_list: jumps,
  task_id: z.string().optional(),
};

export const cardSchema = z.discriminatedUnion('card_type', [
  z.object({ card_type: z.literal('text_notice'), ...shared, card_action: cardAction, action_menu: actionMenu }),
  z.object({
    card_type: z.literal('news_notice'),
    ...shared,
    main_title: title,
    card_action: cardAction,
    action_menu: actionMenu,
    card_image: z.object({ url: z.string() }).loose().optional(),
    image_text_area: z.object({}).loose().optional(),
    vertical_content_list: z.array(z.object({}).loose()).max(4).optional(),
  }),
  z.object({
    card_type: z.literal('button_interaction'),
    ...shared,
    main_title: title,
    button_list: z.array(button).min(1).max(6),
    button_selection: z
      .object({ question_key: key, option_list: z.array(option).min(1).max(10) })
      .loose()
      .optional(),
  }),
  z.object({
    card_type: z.literal('vote_interaction'),
    ...shared,
    main_title: title,
    checkbox: z.object({ question_key: key, option_list: z.array(option).min(1).max(20) }).loose(),
    submit_button: submitButton,
  }),
  z.object({
    card_type: z.literal('multiple_interaction'),
    ...shared,
    main_title: title,
    select_list: z
      .array(z.object({ question_key: key, option_list: z.array(option).min(1).max(10) }).loose())
      .min(1)
      .max(3),
    submit_button: submitButton,
  }),
]);
export type Card = z.infer<typeof cardSchema>;

/** Digits, letters and `_ - @`, at most 128 bytes (wecom.md §4). */
const TASK_ID = /^[0-9a-zA-Z_\-@]{1,128}$/u;

/** True for a card whose buttons or menu call the app back. */
export function callsBack(card: Card): boolean {
  if (card.card_type === 'text_notice' || card.card_type === 'news_notice') return card.action_menu !== undefined;
  return true;
}

/** The errcode of what is wrong with a parsed card, undefined when nothing is; `isTaken` knows used task ids. */
export function findCardFault(card: Card, isTaken: (taskId: string) => boolean): number | undefined {
  const taskId = card.task_id ?? '';
  if ((callsBack(card) || taskId !== '') && (!TASK_ID.test(taskId) || isTaken(taskId))) return 42014;
  if (card.card_type === 'text_notice' && !card.main_title?.title && !card.sub_title_text) return SHAPE_FAULT;
  if (card.card_type === 'news_notice' && !card.card_image && !card.image_text_area) return SHAPE_FAULT;
  const keys = buttonsOf(card).map((one) => one.key);
  return new Set(keys).size < keys.length ? 42017 : undefined;
}

/** The documents give 42027–42051 for a bad shape; which one belongs to which fault was not seen. */
export const SHAPE_FAULT = 42027;

function buttonsOf(card: Card): ShownButton[] {
  switch (card.card_type) {
    case 'button_interaction':
      return card.button_list.map((one) => ({ key: one.key, label: one.text, style: styleOf(one.style) }));
    case 'vote_interaction':
    case 'multiple_interaction':
      return [{ key: card.submit_button.key, label: card.submit_button.text, style: 'primary' }];
    default:
      return (card.action_menu?.action_list ?? []).map((one) => ({ key: one.key, label: one.text, style: 'plain' }));
  }
}

/** wecom.md §4: styles 1–4; 1 is the filled blue one and the default, 3 red in the client, the others plain. */
function styleOf(style: number | undefined): ShownButton['style'] {
  if (style === 3) return 'danger';
  return style === 2 || style === 4 ? 'plain' : 'primary';
}

/** How a phone shows the card. */
export function showCard(card: Card): ShownMessage {
  const lines = [
    card.main_title?.desc,
    card.sub_title_text,
    ...(card.horizontal_content_list ?? []).map((line) => `${line.keyname}：${line.value ?? ''}`),
  ];
  const links = (card.jump_list ?? []).flatMap((jump) => (jump.url ? [{ label: jump.title, url: jump.url }] : []));
  return {
    type: 'template_card',
    cardType: card.card_type,
    title: card.main_title?.title ?? '',
    text: lines.filter((line) => line !== undefined && line !== '').join('\n'),
    links,
    buttons: buttonsOf(card),
  };
}
