import { scopeOf } from '../../command/index.ts';
import { addTask } from '../../contact/index.ts';
import type { CampaignItemRow, CampaignRow, Queryable } from '../../db/index.ts';
import type { TemplateLibrary } from '../../template/index.ts';
import type { AskDependencies } from '../approval/request-approval.ts';
import { findStaffMember } from '../audience/audience.store.ts';
import type { PrepareScheduledRun } from '../schedule/prepare-scheduled-run.ts';
import { listCounsellors } from './campaign.store.ts';
import { nameItem } from './describe-campaign.ts';
import { campaignTexts as texts } from './texts.zh.ts';

/** What became of one due item; `why` is for the leader. */
export type RunItem =
  | { readonly status: 'sent'; readonly noticeId: string }
  | { readonly status: 'reminded' }
  | { readonly status: 'failed'; readonly errorCode: string; readonly why: string };

/** What the runner of due items is lent by this folder. */
export interface CampaignItems {
  /** Runs one due item in the given transaction; the caller writes the item's new state into the same one. */
  run(tx: Queryable, campaign: CampaignRow, item: CampaignItemRow, lent: AskDependencies): Promise<RunItem>;
  /** What the item tells, as people call it. */
  nameOf(item: CampaignItemRow): string;
}

/** A notice to all groups of the college by way of the scheduled runs' path, or a task for each counsellor. */
export function createCampaignItems(prepareRun: PrepareScheduledRun, library: TemplateLibrary): CampaignItems {
  const run: CampaignItems['run'] = async (tx, campaign, item, lent) => {
    if (item.action === 'remind') {
      await remindCounsellors(tx, campaign, item, lent);
      return { status: 'reminded' };
    }
    const owner = await findStaffMember(tx, campaign.staffId);
    // A leader who changed college must not send to the new one what the old one planned.
    if (owner === undefined || owner.collegeId !== campaign.collegeId)
      return { status: 'failed', errorCode: 'owner_gone', why: texts.ownerGone };
    if (scopeOf(owner.role, 'manage_campaign') === undefined)
      return { status: 'failed', errorCode: 'not_allowed', why: texts.notAllowed };
    const prepared = await prepareRun(
      tx,
      {
        staffId: campaign.staffId,
        kind: item.kind,
        plan: { topic: item.topic, fields: {}, recipients: { kind: 'groups', classIds: null } },
        scheduleId: null,
      },
      lent,
    );
    if ('noticeId' in prepared) return { status: 'sent', noticeId: prepared.noticeId };
    const { code, userMessage } = prepared.problem;
    return { status: 'failed', errorCode: code, why: userMessage ?? texts.unexpected };
  };
  return { run, nameOf: (item) => nameItem(library, item) };
}

async function remindCounsellors(
  tx: Queryable,
  campaign: CampaignRow,
  item: CampaignItemRow,
  { now, ids }: AskDependencies,
): Promise<void> {
  const [first, last] = item.about?.split('/') ?? [];
  const about = first && last ? texts.holidayAbout(first, last) : texts.breakAbout;
  const what = item.kind === 'holiday' ? texts.taskHoliday(about) : texts.taskAward;
  for (const { staffId } of await listCounsellors(tx, campaign.collegeId)) {
    await addTask(tx, {
      taskId: ids.uuid(),
      staffId,
      studentId: null,
      what,
      dueAt: item.dueAt,
      createdAt: now,
      origin: `campaign:${item.itemId}:${staffId}`,
    });
  }
}
