import type { Diagnosis } from '../port.ts';
import { AgentAnswer, AllowScopeAnswer, DepartmentListAnswer, SchoolUserListAnswer } from './answers.ts';
import type { WecomApi } from './api.ts';
import type { WecomConfig } from './config.ts';
import { errcodeLink } from './error-codes.ts';
import { isClass } from './school-directory.ts';
import { DIAGNOSIS_NAMES, DIAGNOSIS_TEXTS, FAILURE_TEXTS, otherFailure, otherNetworkFailure } from './texts.zh.ts';
import type { TokenSource } from './token.ts';

type State = Diagnosis['state'];

/** Some cheap calls: the token, who sees the app, which families the app may reach and may read. Every sentence names what to do. */
export async function diagnoseWecom(
  config: Pick<WecomConfig, 'agentId' | 'isSchoolNoticeOn'>,
  parts: { readonly tokens: TokenSource; readonly api: WecomApi },
): Promise<readonly Diagnosis[]> {
  const token = await parts.tokens.get();
  if (!token.ok) {
    const school = config.isSchoolNoticeOn
      ? (['school', 'directory'] as const).map((it) => say(it, 'not_checked', DIAGNOSIS_TEXTS.notCheckedWithoutToken))
      : [];
    return [
      say('token', 'failed', explain(token.failure.code)),
      say('agent', 'not_checked', DIAGNOSIS_TEXTS.notCheckedWithoutToken),
      ...school,
    ];
  }
  const agent = await diagnoseAgent(config.agentId, parts.api);
  const school = config.isSchoolNoticeOn
    ? [await diagnoseSchool(config.agentId, parts.api), await diagnoseDirectory(parts.api)]
    : [say('school', 'not_checked', DIAGNOSIS_TEXTS.schoolOff)];
  return [say('token', 'ok', DIAGNOSIS_TEXTS.tokenOk), agent, ...school];
}

async function diagnoseAgent(agentId: number, api: WecomApi): Promise<Diagnosis> {
  const query = { agentid: String(agentId) };
  const result = await api.call({ method: 'GET', path: '/cgi-bin/agent/get', query, schema: AgentAnswer });
  if (result.outcome !== 'ok') return say('agent', 'failed', explain(codeOf(result)));
  const { close, allow_userinfos: users, allow_partys: parties, allow_tags: tags } = result.answer;
  if (close === 1) return say('agent', 'failed', DIAGNOSIS_TEXTS.agentClosed);
  const visible = [users?.user, parties?.partyid, tags?.tagid].flatMap((list) => list ?? []);
  if (visible.length === 0) return say('agent', 'warning', DIAGNOSIS_TEXTS.agentInvisible);
  return say('agent', 'ok', DIAGNOSIS_TEXTS.agentOk);
}

async function diagnoseSchool(agentId: number, api: WecomApi): Promise<Diagnosis> {
  const query = { agentid: String(agentId) };
  const path = '/cgi-bin/school/agent/get_allow_scope';
  const result = await api.call({ method: 'GET', path, query, schema: AllowScopeAnswer });
  if (result.outcome !== 'ok') return say('school', 'failed', explain(codeOf(result)));
  const { students, departments } = result.answer.allow_scope ?? {};
  const isStudentsEmpty = (Array.isArray(students) ? students : (students?.userid ?? [])).length === 0;
  const isDepartmentsEmpty = (Array.isArray(departments) ? departments : (departments?.partyid ?? [])).length === 0;
  if (isStudentsEmpty && isDepartmentsEmpty) return say('school', 'warning', DIAGNOSIS_TEXTS.schoolEmpty);
  return say('school', 'ok', DIAGNOSIS_TEXTS.schoolOk);
}

/** The list of classes and one of them: that proves the right to read, and shows whether telephone numbers come with it. */
async function diagnoseDirectory(api: WecomApi): Promise<Diagnosis> {
  const listPath = '/cgi-bin/school/department/list';
  const list = await api.call({ method: 'GET', path: listPath, query: {}, schema: DepartmentListAnswer });
  if (list.outcome !== 'ok') return say('directory', 'failed', explain(codeOf(list)));
  const department = list.answer.departments.find(isClass);
  if (department === undefined) return say('directory', 'warning', DIAGNOSIS_TEXTS.directoryEmpty);
  const query = { department_id: String(department.id) };
  const path = '/cgi-bin/school/user/list';
  const users = await api.call({ method: 'GET', path, query, schema: SchoolUserListAnswer });
  if (users.outcome !== 'ok') return say('directory', 'failed', explain(codeOf(users)));
  const parents = users.answer.students.flatMap((student) => student.parents);
  const isWithoutNumbers = parents.length > 0 && parents.every(({ mobile }) => !mobile);
  if (isWithoutNumbers) return say('directory', 'warning', DIAGNOSIS_TEXTS.directoryWithoutNumbers);
  return say('directory', 'ok', DIAGNOSIS_TEXTS.directoryOk(list.answer.departments.filter(isClass).length));
}

function codeOf(
  result: { outcome: 'failed'; failure: { code: string } } | { outcome: 'unknown'; code: string },
): string {
  return result.outcome === 'failed' ? result.failure.code : result.code;
}

function explain(code: string): string {
  const known = FAILURE_TEXTS[code];
  if (known !== undefined) return known;
  return /^-?\d+$/.test(code) ? otherFailure(code, errcodeLink(code)) : otherNetworkFailure(code);
}

function say(part: keyof typeof DIAGNOSIS_NAMES, state: State, message: string): Diagnosis {
  return { name: DIAGNOSIS_NAMES[part], state, message };
}
