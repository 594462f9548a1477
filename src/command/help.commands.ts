import type { StaffRole } from '../db/index.ts';
import { type Reading, saysThanks } from '../language/index.ts';
import type { CommandSpec, Reply } from './command.ts';
import { scopeOf } from './permissions.ts';
import { similarity } from './suggest.ts';
import { commandTexts as texts } from './texts.zh.ts';

/** `帮助`, made from the commands themselves; `帮助 喜报` shows one of them with all its examples. */
export function createHelpCommand(listSpecs: () => readonly CommandSpec[]): CommandSpec {
  return {
    name: 'help',
    intents: ['help'],
    action: 'get_help',
    summary: texts.helpSummary,
    examples: ['帮助', '帮助 喜报'],
    run: async ({ reading, sender }) => {
      if (saysThanks(reading.line)) return { text: texts.thanked };
      const usable = listUsable(listSpecs(), sender.staff.role);
      const topic = findTopic(reading.normalised, usable);
      return topic ? renderTopic(topic) : renderHelp(usable);
    },
  };
}

/** What this role may use and what is worth listing. */
export function listUsable(specs: readonly CommandSpec[], role: StaffRole): CommandSpec[] {
  return specs.filter(({ summary, action }) => summary !== null && scopeOf(role, action) !== undefined);
}

/** The short overview: one line and one example a command. */
export function renderHelp(specs: readonly CommandSpec[]): Reply {
  const lines = specs
    .filter(({ name }) => name !== 'help')
    .map(({ summary, examples }) => texts.helpLine(summary ?? '', examples[0]));
  return { title: texts.helpTitle, text: [texts.helpIntro, ...lines, texts.helpMore].join('\n') };
}

function renderTopic(spec: CommandSpec): Reply {
  const examples = spec.examples.map((example) => `· ${example}`);
  return { text: [texts.helpAbout(spec.summary ?? ''), ...examples].join('\n') };
}

const HELP_WORDS = /帮助|help|怎么用|怎么|使用说明|说明|功能|命令|你会什么|能做什么|如何|一下|请|吗|呢|[\s？?，,。]/giu;

/** What is left of the line after the words for help names the topic. */
function findTopic(line: string, specs: readonly CommandSpec[]): CommandSpec | undefined {
  const wanted = line.replace(HELP_WORDS, '');
  if (wanted === '') return undefined;
  const isNamed = (text: string): boolean => text.includes(wanted);
  const named =
    specs.find(({ summary }) => isNamed(summary ?? '')) ?? specs.find(({ examples }) => examples.some(isNamed));
  if (named) return named;
  const scored = specs.map((spec) => ({
    spec,
    score: Math.max(...[spec.summary ?? '', ...spec.examples].map((text) => similarity(wanted, text))),
  }));
  const best = scored.sort((a, b) => b.score - a.score)[0];
  return best && best.score > 0.2 ? best.spec : undefined;
}

/** `帮助 喜报` asks about 喜报, although it reads like the beginning of one. */
export function readHelp(reading: Reading): Reading {
  return /^(?:帮助|help|怎么用)\s*\S{0,6}$/iu.test(reading.normalised.trim())
    ? { ...reading, intent: 'help', rivals: [], question: null, refusal: null }
    : reading;
}
