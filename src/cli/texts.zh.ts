/** What the administrator reads on the command line. */
export const DOCTOR_TEXTS = {
  names: {
    settings: '配置',
    database: '数据库',
    schema: '数据表',
    clock: '时钟',
    queue: '队列',
    platform: '平台',
    directory: '学校通讯录核对',
  },
  settingsOk: '全部设置有效。',
  databaseOk: (kind: 'embedded' | 'server', version: number): string =>
    kind === 'embedded' ? `内嵌数据库可用（PostgreSQL ${version}）。` : `PostgreSQL ${version} 可用。`,
  databaseTooOld: (version: number): string => `PostgreSQL ${version} 太旧，请升级到 14 至 18。`,
  databaseFailed: (code: string): string =>
    `连不上（${code}）。请检查 DATABASE_URL、网络和账号；用内嵌数据库时请检查 DATA_DIR 的权限。`,
  schemaOk: '已是最新。',
  schemaPending: (count: number): string => `还有 ${count} 个迁移没有执行，请运行 npm run cli -- migrate。`,
  clockOk: '与数据库一致。',
  clockSkewed: (seconds: number): string => `与数据库相差约 ${seconds} 秒，家信会拒绝发送。请校准本机时钟（NTP）。`,
  queueOk: (backend: string): string => `可用（${backend}）。`,
  queueFailed: (code: string): string =>
    `不可用（${code}）。请检查 REDIS_URL；没有设置时请先运行 npm run cli -- migrate。`,
  queueAfterMigrate: '队列也在数据库里，要等数据表升级之后再查。',
  platformFailed: (code: string): string => `没法检查（${code}）。请先处理上面的问题，再运行一次 doctor。`,
  sandboxOnly: '正在用沙盒，没有连接真实平台。接入企业微信见 docs/wecom-setup.md。',
  noPlatform: '没有配置任何平台，请按 docs/wecom-setup.md 填写 WECOM_*。',
  directoryOk: (
    since: string,
    found: {
      readonly parents: number;
      readonly subscribed: number;
      readonly missing: number;
      readonly ambiguous: number;
      readonly strangers: number;
      readonly refusedDepartments: number;
    },
  ): string =>
    [
      `${since} 核对过：通讯录里有 ${found.parents} 位家长，${found.subscribed} 位关注了学校通知。`,
      found.missing > 0 ? `名单里有 ${found.missing} 个家长账号通讯录里没有，请核对“企业微信家长账号”。` : '',
      found.ambiguous > 0 ? `有 ${found.ambiguous} 位家长按手机号对不准是谁，请在名单里填写账号。` : '',
      found.strangers > 0 ? `通讯录里有 ${found.strangers} 个账号不在名单里。` : '',
      found.refusedDepartments > 0
        ? `有 ${found.refusedDepartments} 个班读不到，请在家校沟通里把它们加进本应用的范围。`
        : '',
    ].join(''),
  directoryFailed: (code: string, failures: number, since: string | null): string =>
    `连续 ${failures} 次没有读成（${code}），会自动再试。${since === null ? '还没有读成过。' : `上次读成是 ${since}。`}请看上面“学校通讯录”一项。`,
  allFine: '一切正常。',
  someFailed: (count: number): string => `有 ${count} 项需要处理。`,
} as const;

export const CLI_TEXTS = {
  usage: `用法：npm run cli -- 命令

  migrate                                    把数据库升级到最新结构
  roster import 路径 [--dry-run] [--json]    导入名单（.xlsx 或 csv 文件夹）
  roster template 路径.xlsx                  生成空白名单
  facts import 路径 [--source 来源] [--drafts marks] [--dry-run] [--json]
                                             导入成绩、考勤、奖项、预警、注册，并备好私聊草稿
  facts template 路径.xlsx                   生成空白的成绩、考勤等表
  export contacts|deliveries|coverage|opinions --format jsonl|csv|xlsx [--term 学期] [--out 路径]
  explain "一句话" [--as 账号] [--json]       看家信怎么理解这句话，什么都不保存
  guard --audience group|private [--class 班级 | --student 学号] [--json] < 文本
  templates check                            检查全部模板
  move --to postgres://…                     把内嵌数据库的全部内容搬到空的 PostgreSQL
  redact --student 学号 --reason 理由         按本人要求清除与其有关的原话，记录保留
  hold-after-restore                         从备份恢复之后、启动之前运行，防止重复发送
  doctor                                     检查配置、数据库、队列、时钟、平台、回调
`,
  unknownCommand: (command: string): string => `没有“${command}”这个命令。\n\n`,
  badSettings: (count: number): string => `有 ${count} 项设置需要改正：`,
  databaseAway: '连不上数据库。请检查数据库是否在运行、DATABASE_URL 和网络；npm run cli -- doctor 会逐项检查。',
  unexpected: '出了意外的错误，没有完成。请把下面几行发给维护者：',
  schemaIsOld: (count: number): string =>
    `数据库结构比这个版本旧（差 ${count} 个迁移）。请先停止旧版本的服务，再运行 npm run cli -- migrate。`,
  migrated: (count: number): string => (count === 0 ? '已是最新结构。\n' : `已执行 ${count} 个迁移。\n`),

  unknownExport: (what: string): string => `不能导出“${what}”。可以导出 contacts、deliveries、coverage、opinions。`,
  unknownFormat: '请用 --format 写明格式：jsonl、csv 或 xlsx。',
  unknownTerm: (name: string): string =>
    `没有“${name}”这个学期。请写成 2026-2027-1（第一学期）或 2026-2027-2（第二学期）。`,
  xlsxNeedsOut: 'xlsx 是二进制文件，屏幕上看不了。请用 --out 写明保存到哪里。',
  exported: (count: number): string => `已导出 ${count} 行。\n`,
  cannotWrite: (path: string, code: string): string => `写不进 ${path}（${code}）。请检查目录是否存在、有没有权限。`,

  notRegistered: (userId: string): string => `名单里没有账号“${userId}”的教师，家信不会理他的话。`,
  whichIntent: (labels: readonly string[]): string => `这句话有几种意思，是哪一种：${labels.join('、')}？`,
  explained: {
    intent: (label: string, intent: string): string => `理解为：${label}（${intent}）`,
    student: (words: string, candidates: readonly string[]): string =>
      candidates.length === 0 ? `学生：“${words}” → 没有找到` : `学生：“${words}” → ${candidates.join('；或 ')}`,
    studentLabel: (className: string, name: string, studentNo: string): string =>
      `${className} ${name}（${studentNo}）`,
    record: (number: number): string => `记录 ${number}：`,
    refusal: (text: string): string => `拒绝：${text}`,
    question: (text: string): string => `会追问：${text}`,
    evidence: '依据：',
  },

  unknownAudience: '请用 --audience 写明发给谁：group（家长群）或 private（单个家庭）。',
  classOrStudent: '--class 和 --student 只能写一个。',
  guardNeedsText: '没有读到文本。请把要检查的文字从标准输入送进来，例如：guard --audience group < 通知.txt',
  guardWithoutRoster: '还没有导入名单，只检查了文字本身，没有检查学生姓名。\n',
  noSuchClass: (name: string): string => `名单里没有“${name}”这个班。`,
  noSuchStudent: (studentNo: string): string => `名单里没有学号“${studentNo}”。`,
  decisions: {
    pass: '通过。',
    flag: '提醒：可以发，但请先看看下面几处。',
    block: '拦下：这样不能发给家长。',
  },
  finding: (words: string, rule: string, why: string, suggestion: string): string =>
    `- “${words}”（${rule}）：${why}\n  建议：${suggestion}`,

  rewrite: (text: string): string => `可以改成：\n${text}`,

  templatesFine: (count: number): string => `${count} 个模板全部合格。\n`,
  templatesWrong: (count: number): string => `模板有 ${count} 处问题：`,

  moveNeedsTarget: '请写明目标：move --to postgres://账号:密码@主机/数据库',
  moveNeedsEmbedded: '已经设置了 DATABASE_URL，没有内嵌数据库可搬。',
  moveTargetAway: (code: string): string =>
    `连不上目标数据库${code === '' ? '' : `（${code}）`}，没有复制任何内容。请检查地址、账号、密码和数据库名。`,
  moveHeader: '表\t搬出\t搬入',
  moved: '搬完了。请停止服务，把 DATABASE_URL 设为目标，把 SECRET_KEY 设为 DATA_DIR/secret-key 的内容，再启动。\n',
  movedWhileRunning:
    '注意：服务正在运行，此刻之后写入的内容没有搬过去。要一条不少，请先停止服务，再往另一个空数据库搬一次。\n',
  moveDiffers: '有的表行数不一致，请不要切换，并把上面的数字发给维护者。\n',

  redacted: ({ texts, lines }: { readonly texts: number; readonly lines: number }): string =>
    `已清除 ${texts} 条记录的原话和 ${lines} 句来话，记录本身保留，并已留痕。\n`,
  held: (held: {
    readonly deliveries: number;
    readonly memberMessages: number;
    readonly lines: number;
    readonly schedules: number;
    readonly campaignItems: number;
    readonly waiting: number;
    readonly notices: number;
  }): string =>
    `已拦下 ${held.deliveries} 条未完成的送达（标为结果不明），放下 ${held.memberMessages} 条未发出的回复和 ${held.lines} 句没来得及处理的话，${held.schedules} 个定时跳到下一次，跳过宣教计划 ${held.campaignItems} 条，放下等审批的通知 ${held.waiting} 份（都已告诉相关老师）。
现在可以启动：启动后会就 ${held.notices} 份通知分别询问发送人，由他们决定“再发一次”还是“算已发”。
`,
} as const;
