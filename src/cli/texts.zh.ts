/** What the administrator reads on the command line. */
export const DOCTOR_TEXTS = {
  names: {
    settings: '配置',
    database: '数据库',
    schema: '数据表',
    clock: '时钟',
    queue: '队列',
    platform: '平台',
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
  queueFailed: (code: string): string => `不可用（${code}）。请检查 REDIS_URL；没有设置时请先运行 npm run cli -- migrate。`,
  sandboxOnly: '正在用沙盒，没有连接真实平台。接入企业微信见 docs/wecom-setup.md。',
  noPlatform: '没有配置任何平台，请按 docs/wecom-setup.md 填写 WECOM_*。',
  allFine: '一切正常。',
  someFailed: (count: number): string => `有 ${count} 项需要处理。`,
} as const;

export const CLI_TEXTS = {
  usage: `用法：npm run cli -- 命令

  migrate                                    把数据库升级到最新结构
  roster import 路径 [--dry-run] [--json]    导入名单（.xlsx 或 csv 文件夹）
  roster template 路径.xlsx                  生成空白名单
  export contacts|deliveries|coverage --format jsonl|csv|xlsx [--term 学期] [--out 路径]
  explain "一句话" [--as 账号] [--json]       看家信怎么理解这句话，什么都不保存
  guard --audience group|private [--class 班级 | --student 学号] [--json] < 文本
  templates check                            检查全部模板
  move --to postgres://…                     把内嵌数据库的全部内容搬到空的 PostgreSQL
  hold-after-restore                         从备份恢复之后、启动之前运行，防止重复发送
  doctor                                     检查配置、数据库、队列、时钟、平台、回调
`,
  unknownCommand: (command: string): string => `没有“${command}”这个命令。\n\n`,
  migrated: (count: number): string => (count === 0 ? '已是最新结构。\n' : `已执行 ${count} 个迁移。\n`),
  moveNeedsTarget: '请写明目标：move --to postgres://账号:密码@主机/数据库\n',
  moveNeedsEmbedded: '已经设置了 DATABASE_URL，没有内嵌数据库可搬。\n',
  moveHeader: '表\t搬出\t搬入',
  moved: '搬完了。请停止服务，把 DATABASE_URL 设为目标，把 SECRET_KEY 设为 DATA_DIR/secret-key 的内容，再启动。\n',
  moveDiffers: '有的表行数不一致，请不要切换，并把上面的数字发给维护者。\n',
  held: (deliveries: number, messages: number): string =>
    `已拦下 ${deliveries} 条未完成的送达（标为结果不明，由发件人决定），放下 ${messages} 条未发出的回复。现在可以启动。\n`,
} as const;
