import { describeDay } from '../../calendar/index.ts';
import { CANCEL_BUTTON } from '../conversation/ask.ts';
import { noticeTexts as texts } from '../texts.zh.ts';
import type { KindRules, Obstacle } from './kind.ts';

/**
 * Telling one family of a punishment: with the decision's number and day, the day of service on the student and the last day
 * of an appeal (教育部令第41号). What else it demands is in its meta.json.
 */
export function disciplineRules(plain: KindRules): KindRules {
  return {
    ...plain,
    findObstacle: (composition, template, today) =>
      plain.findObstacle(composition, template, today) ?? findDateObstacle(composition.fields, today),
    findLateObstacle: (composition, template) => {
      const hope = template?.fields.find(({ name }) => name === 'hope');
      if (hope && composition.fields.hope === undefined && isExpulsion(composition.fields.punishment)) {
        const text = texts.askField(template?.title ?? '', hope.label, hope.ask ?? '');
        return { kind: 'question', step: 'field:hope', text, options: [CANCEL_BUTTON], acceptsText: true };
      }
      return plain.findLateObstacle(composition, template);
    },
    tidyField: (name, value) => {
      if (name === 'punishment') return value.replace(/^(?:给予|受到)/u, '').replace(/(?:的)?处分$/u, '') || value;
      if (name === 'hope') return value.replace(/[。.!！]+$/u, '');
      if (name === 'reason') return value.replace(/^因为?/u, '') || value;
      return value;
    },
  };
}

/** An expulsion is for good; the template's own words of hope say that a punishment can be lifted. */
function isExpulsion(punishment: string | undefined): boolean {
  return punishment?.includes('开除') ?? false;
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
