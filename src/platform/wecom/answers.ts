import { z } from 'zod';

/**
 * The fields that we read of each answer with errcode 0. Others are ignored, because the vendor adds fields; what is there
 * must have the right type. A list that is missing is empty: some answers leave out what they have nothing to say about.
 */

const BarJoined = z
  .string()
  .nullish()
  .transform((joined) => (joined ?? '').split('|').filter((id) => id !== ''));
const IdList = z
  .array(z.string())
  .nullish()
  .transform((ids) => ids ?? []);

/** `message/send`: ids come back lower-cased (wecom.md §4). */
export const MemberSendAnswer = z.object({ invaliduser: BarJoined, unlicenseduser: BarJoined });

/** `message/update_template_card` documents a list, other pages a joined text. */
export const CardUpdateAnswer = z.object({ invaliduser: z.union([IdList, BarJoined]) });

/** `externalcontact/message/send` (学校通知). */
export const SchoolNoticeAnswer = z.object({ invalid_parent_userid: IdList });

/** `externalcontact/add_msg_template`. */
export const MassTaskAnswer = z.object({ fail_list: IdList, msgid: z.string().nullish() });

export const EmptyAnswer = z.object({});

/** `externalcontact/get_groupmsg_send_result`. */
export const SendResultAnswer = z.object({
  send_list: z
    .array(
      z.object({
        chat_id: z.string().nullish(),
        status: z.number().int(),
        send_time: z.number().nullish(),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
  next_cursor: z.string().nullish(),
});

/** `agent/get`: who may see the app. */
export const AgentAnswer = z.object({
  close: z.number().nullish(),
  allow_userinfos: z.object({ user: z.array(z.unknown()).nullish() }).nullish(),
  allow_partys: z.object({ partyid: z.array(z.unknown()).nullish() }).nullish(),
  allow_tags: z.object({ tagid: z.array(z.unknown()).nullish() }).nullish(),
});

/** `school/department/list`; a class is type 1 (wecom.md §5.2). */
export const DepartmentListAnswer = z.object({
  departments: z
    .array(z.object({ id: z.number().int(), type: z.number().int().nullish() }))
    .nullish()
    .transform((list) => list ?? []),
});

/** `school/user/list`: the students of one department with their parents. A mobile comes only to a self-built app. */
export const SchoolUserListAnswer = z.object({
  students: z
    .array(
      z.object({
        student_userid: z.string().nullish(),
        name: z.string().nullish(),
        parents: z
          .array(
            z.object({
              parent_userid: z.string().min(1),
              mobile: z.string().nullish(),
              is_subscribe: z.number().int().nullish(),
            }),
          )
          .nullish()
          .transform((list) => list ?? []),
      }),
    )
    .nullish()
    .transform((list) => list ?? []),
});

/** `school/agent/get_allow_scope`: the families that the app may reach. */
export const AllowScopeAnswer = z.object({
  allow_scope: z
    .object({
      students: z
        .array(z.unknown())
        .or(z.object({ userid: z.array(z.unknown()).nullish() }))
        .nullish(),
      departments: z
        .array(z.unknown())
        .or(z.object({ partyid: z.array(z.unknown()).nullish() }))
        .nullish(),
    })
    .nullish(),
});
