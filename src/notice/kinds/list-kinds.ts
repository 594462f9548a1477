import { type CommandContext, type Reply, scopeOf } from '../../command/index.ts';
import type { TemplateKind, TemplateLibrary } from '../../template/index.ts';
import { noticeTexts as texts } from '../texts.zh.ts';

/** 能发什么通知: every kind that the sender's role may send, with a line that asks for it. */
export function listKinds({ sender }: CommandContext, library: TemplateLibrary): Reply {
  const usable = library.kinds.filter(({ policy }) => scopeOf(sender.staff.role, policy.permission) !== undefined);
  const line = ({ title, policy }: TemplateKind) => texts.kindLine(title, policy.examples[0] ?? '');
  const mayBeGroup = usable.filter(({ audiences }) => audiences.includes('group'));
  const onlyFamily = usable.filter(({ audiences }) => !audiences.includes('group'));
  return {
    title: texts.kindsTitle,
    text: [
      texts.kindsForGroups,
      ...mayBeGroup.map(line),
      texts.kindsForFamilies,
      ...onlyFamily.map(line),
      texts.kindsHint,
    ].join('\n'),
  };
}
