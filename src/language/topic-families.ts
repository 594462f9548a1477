import { searchTable } from './lexicon/pattern-table.ts';
import { LIFE_FAMILIES } from './lexicon/topic-families-life.ts';
import { STUDY_FAMILIES } from './lexicon/topic-families-study.ts';
import type { Topic } from './reading.ts';

/** Lists that the families name in `<…>`. */
const LISTS: Readonly<Record<string, string>> = {
  body: '(?:头|牙|胃|肚子|嗓子|腰|背|腿|脚|手|膝盖|肩膀?|颈椎|脖子|眼睛?|耳朵|鼻子|胸口?|心脏|肺|肝|肾|皮肤|脸|关节|胳膊|手指|脚踝|脚脖子|喉咙)',
  certificate: '[四六]级|英语[AB]级|计算机[一二]级|二级|普通话|教资|会计证|导游证|驾照|专四|专八',
  count: '[\\d一二两三四五六七八九十几多好]+',
  course:
    '(?:课|科|门|数|英|学|计|论|理|图|史|政|体育|编程|考试|单片机|电工|模电|数电|C语言|[四六]级|[AB]级|期中|期末|测验|小测|[语日韩泰]语)',
  elder:
    '(?:爷爷奶奶|外公外婆|姥姥姥爷|爷爷|奶奶|外公|外婆|姥姥|姥爷|姑姑|姑妈|舅舅|叔叔|伯伯|大伯|姨妈|小姨|亲戚|妈妈|爸爸|父亲|母亲|老人)',
  employer:
    '(?:公司|单位|企业|工作|酒店|旅行社|学校|幼儿园|工?厂|岗位|门店|银行|医院|机构|国企|编制|景区|事务所|工地|民宿)',
  kin: '(?:[爸妈]爸?妈?|父亲|母亲|父母|爷爷|奶奶|外公|外婆|姥姥|姥爷|继父|继母|后爸|后妈|哥哥?|姐姐?|弟弟?|妹妹?|家里人?|家人|老人家?|叔叔?|舅舅?|姑姑?)',
  mark: '(?:[\\d一二三四五六七八九]+(?:十|几|多)*[\\d一二三四五六七八九几多]*分)',
};
/** `~3`: up to three characters that stay in the clause. */
const GAP = '[^，。；！？,\\s]';

function compile(pattern: string): RegExp {
  const listed = pattern.replace(/<(\w+)>/gu, (_, name: string) => LISTS[name] ?? '');
  // Without `u`, which would make the gaps slower; a rare character counts as two.
  return new RegExp(listed.replace(/~(\d+)/gu, (_, most: string) => `${GAP}{0,${most}}`));
}

const searchFamilies = searchTable(
  [...STUDY_FAMILIES, ...LIFE_FAMILIES].map(([topics, pattern]) => [topics, compile(pattern)] as const),
);

export interface FamilyHit {
  readonly topic: Topic;
  readonly words: string;
  readonly index: number;
  readonly hasGap: true;
}

/** Topics by the families of everyday words, the first place of each. */
export function findTopicFamilies(text: string): FamilyHit[] {
  const hits: FamilyHit[] = [];
  for (const { key: topics, words, index } of searchFamilies(text)) {
    for (const topic of topics) {
      const known = hits.findIndex((hit) => hit.topic === topic);
      const hit = { topic, words, index, hasGap: true } as const;
      if (known < 0) hits.push(hit);
      else if (words.length > (hits[known]?.words.length ?? 0)) hits[known] = hit;
    }
  }
  return hits;
}
