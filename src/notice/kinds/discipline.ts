import { describeDay } from '../../calendar/index.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules, Obstacle } from './kind.ts';
import { offerOnlyFamily, tellOnlyFamily } from './only-family.ts';

/**
 * Telling one family of a punishment. Never to a class's group; with the decision's number and day, the day of service on
 * the student and the last day of an appeal (教育部令第41号); only after the student was told, or with a stated exception.
 */
export const disciplineRules: KindRules = {
  action: 'send_discipline_notice',
  needsStudent: true,
  defaultAudience: 'family',
  findObstacle: ({ audience, students, fields }, _template, today) => {
    if (audience !== null && audience.kind !== 'family') return offerOnlyFamily(texts.disciplineNeverToGroup);
    if (students.length > 1) return { kind: 'refusal', text: texts.disciplineOneStudent };
    return findDateObstacle(fields, today);
  },
  findLateObstacle: ({ fields, students }, template) => {
    const hope = template?.fields.find(({ name }) => name === 'hope');
    if (hope && fields.hope === undefined && isExpulsion(fields.punishment)) {
      const text = texts.askField(template?.title ?? '', hope.label, hope.ask ?? '');
      return { kind: 'question', step: 'field:hope', text, options: [CANCEL_BUTTON], acceptsText: true };
    }
    const name = students[0]?.name ?? '';
    if (fields.studentToldFirst === undefined) return askTold(name);
    if (fields.studentToldFirst === 'exception' && fields.toldFirstReason === undefined) {
      return {
        kind: 'question',
        step: 'told_reason',
        text: texts.askToldReason,
        options: [CANCEL_BUTTON],
        acceptsText: true,
      };
    }
    return undefined;
  },
  takeAnswer: (composition, step, { optionKey, text }) => {
    const put = (more: Record<string, string>) => ({ ...composition, fields: { ...composition.fields, ...more } });
    if (step === 'told_reason') return text.trim() === '' ? undefined : put({ toldFirstReason: text.trim() });
    if (step === 'group_choice' && optionKey === 'private') return tellOnlyFamily(composition);
    if (step !== 'told') return undefined;
    if (optionKey === 'yes') return put({ studentToldFirst: 'yes', toldStudent: texts.toldStudent });
    if (optionKey === 'no') return put({ studentToldFirst: 'exception' });
    return undefined;
  },
  tidyField: (name, value) => {
    if (name === 'punishment') return value.replace(/^(?:给予|受到)/u, '').replace(/(?:的)?处分$/u, '') || value;
    if (name === 'hope') return value.replace(/[。.!！]+$/u, '');
    if (name === 'reason') return value.replace(/^因为?/u, '') || value;
    return value;
  },
};

/** An expulsion is for good; the template's own words of hope say that a punishment can be lifted. */
function isExpulsion(punishment: string | undefined): boolean {
  return punishment?.includes('开除') ?? false;
}

function askTold(name: string): Obstacle {
  return {
    kind: 'question',
    step: 'told',
    text: texts.askTold(name),
    options: [{ key: 'yes', label: texts.toldYes }, { key: 'no', label: texts.toldException }, CANCEL_BUTTON],
    acceptsText: false,
  };
}

/** A day that cannot be is asked for again: the 10 days of an appeal are counted from it. */
function findDateObstacle(fields: Readonly<Record<string, string>>, today: string): Obstacle | undefined {
  const { decidedOn, servedOn } = fields;
  const ask = (name: 'decidedOn' | 'servedOn', text: string): Obstacle => ({
    kind: 'question',
    step: `field:${name}`,
    text,
    options: [CANCEL_BUTTON],
    acceptsText: true,
  });
  const say = (day: string): string => describeDay(day, today);
  if (decidedOn !== undefined && decidedOn > today) return ask('decidedOn', texts.decidedInFuture(say(decidedOn)));
  if (servedOn !== undefined && servedOn > today) return ask('servedOn', texts.servedInFuture(say(servedOn)));
  if (decidedOn !== undefined && servedOn !== undefined && servedOn < decidedOn) {
    return ask('servedOn', texts.servedBeforeDecision(say(servedOn), say(decidedOn)));
  }
  return undefined;
}
