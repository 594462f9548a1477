/** Why a rule objects, and what to write instead. One entry a rule; a test keeps the two lists equal. */
export const GUARD_TEXTS: Readonly<Record<string, { readonly why: string; readonly suggestion: string }>> = {
  money_request: {
    why: '家校联系不能向家长收钱，骗子也常这样冒充老师。',
    suggestion: '删掉收钱的话。学校的正常缴费，只写“请通过学校财务平台办理”，不放收款码，不由老师或同学代收。',
  },
  money_word: {
    why: '给家长的话里提到了收付款，容易被误会，也容易被骗子模仿。',
    suggestion: '不必提的请删掉；学校的正常缴费，只写“请通过学校财务平台办理”；想提醒防骗，请用反诈提醒的模板。',
  },
  sum_asked: {
    why: '这句话像是要家长出钱，骗子也常这样说。',
    suggestion: '删掉要钱的话。学校的正常缴费，只写“请通过学校财务平台办理”；家里有急用，请当面或打电话说。',
  },
  sum: {
    why: '群里出现了钱数，家长会以为要交钱，骗子也好模仿。',
    suggestion: '请删掉钱数；确要说收费标准，写“标准见学校财务处公告”；讲资助或防骗的，写明是哪一种。',
  },
  advert: {
    why: '这句话像在推销，老师不向家长推荐或售卖任何东西，骗子也常这样招揽。',
    suggestion: '删掉推销的话；学校组织的活动，写清主办部门和报名方式，并注明不收费。',
  },
  favour: {
    why: '这样的话会让家长以为要送礼、要打点关系，老师不收礼。',
    suggestion: '删掉这句话。评奖评优按规定进行，可以写“不需要家里做任何事”。',
  },
  gift: {
    why: '老师不收礼，也不能向家长要礼物。',
    suggestion: '删掉这句话。家长想送礼，可以说“心意领了，学校有规定不能收”。',
  },
  qr_code: {
    why: '家长分不清二维码的真假，骗子最爱用它。',
    suggestion: '不发二维码，写清到哪里办、找谁问、打哪个电话。',
  },
  unknown_link: {
    why: '家长分不清陌生链接的真假。',
    suggestion: '删掉链接，写清到哪里办；确有需要，用学校或政府网站的地址。',
  },
  link_elsewhere: {
    why: '让家长去点链接、填小程序，家长分不清真假。',
    suggestion: '写清到学校的哪个系统、哪个窗口办；需要家长确认的，用通知自带的确认。',
  },
  college_link: {
    why: '高校的网址也可能是个人页面，家长分不清真假。',
    suggestion: '请先打开核对；能不发链接就不发，写清到哪里办、找谁问。',
  },
  hidden_characters: {
    why: '话里有看不见的字符，手机上显示的可能和您写的不一样，骗子常用它躲过检查。',
    suggestion: '请不要复制粘贴，把这段话重新打一遍。',
  },
  notice_code: {
    why: '核实码和通知的落款由系统自动加上，自己写的会被当成冒充。',
    suggestion: '删掉核实码和落款，系统会自动附上真的。',
  },
  foreign_contact: {
    why: '让家长加微信、加群，家长分不清对方是不是真的老师。',
    suggestion: '删掉这句话，写“有事请打您存的老师电话”。',
  },
  mention_all: {
    why: '@所有人会让每位家长的手机都响。',
    suggestion: '去掉 @所有人，普通消息家长有空会看；真有急事请打电话。',
  },
  rank: { why: '排名会伤到孩子，也不许在家长群里公布。', suggestion: '不写名次，说一件孩子具体的努力或进步。' },
  marks: {
    why: '成绩是学生个人的信息，不能在群里说。',
    suggestion: '请孩子自己到教务系统查看；需要谈的，单独联系这一家。',
  },
  name_list: { why: '这样的名单会让人认出是谁，也让人难堪。', suggestion: '不发名单，请一家一家单独联系。' },
  told_to_all: {
    why: '让家长在群里说家里的难处或孩子的身体，大家都会看到。',
    suggestion: '改成“需要的家长请单独打电话给我，信息保密”。',
  },
  label: {
    why: '这样的叫法给孩子和家庭贴了标签，群里的人听了会难受。',
    suggestion: '删掉这个说法；要讲资助政策，写“有需要的同学可以申请，信息保密”，其余单独联系。',
  },
  other_matter: {
    why: '这里说到了别的学生的情况，那是别人的隐私，不能告诉这一家。',
    suggestion: '只说这个孩子自己的事；别的同学写成“有同学”，不说成绩、处分、身体和家里的事。',
  },
  mental_health: {
    why: '心理和情绪方面的情况受法律保护，不能在群里说到个人。',
    suggestion: '请单独打电话给这一家，只说看到的情况，不下结论。',
  },
  suicide: {
    why: '这样的消息不能发在群里，会伤害当事人和别的孩子。',
    suggestion: '请马上报告学院和心理中心，按应急办法单独联系家里。',
  },
  discipline: {
    why: '处分、违纪和考勤说到了个人，不能发在群里。',
    suggestion: '请单独告诉这一家；群里可以不点名地提醒规定。',
  },
  poverty: {
    why: '家庭经济情况是隐私，不能在群里说到个人。',
    suggestion: '请单独告诉这一家；群里可以只讲资助政策怎么申请。',
  },
  health: { why: '病情是隐私，不能在群里说到个人。', suggestion: '请单独联系这一家。' },
  family_matters: { why: '家庭情况是隐私，不能在群里说到个人。', suggestion: '请单独联系这一家。' },
  other_student: { why: '话里出现了别的学生的名字。', suggestion: '请去掉名字，改成“有的同学”，或者不提。' },
  maybe_named: {
    why: '这里好像点到了某个学生，群里的人能认出是谁。',
    suggestion: '如果说的是某一个学生，请删掉，单独联系这一家；如果不是，可以照发。',
  },
  named_student: { why: '群里点了学生的名字。', suggestion: '请去掉名字；喜报要学生本人同意才能发群。' },
  identity_number: {
    why: '完整的身份证号不能发出去。',
    suggestion: '删掉号码；需要核对时，只说最后四位，并且当面或打电话。',
  },
  bank_number: {
    why: '银行卡号、收款账号不能发给家长。',
    suggestion: '删掉号码；学校的正常缴费，请写“通过学校财务平台办理”。',
  },
  secret_asked: {
    why: '卡号、密码、验证码不能向家长要，骗子也常这样冒充老师。',
    suggestion: '删掉这句话；资料请孩子本人到学校系统里填。',
  },
  papers_in_group: {
    why: '证件、户口、病历的照片发进群，谁都能存下来，骗子最想要它。',
    suggestion: '删掉这句话；要交材料，请当面交，或由孩子本人在学校系统里上传。',
  },
  image_asked: {
    why: '孩子的私密照片、视频，谁也不能要，学校更不能收、不能存。',
    suggestion: '删掉这句话。可以写“不用把任何照片发给别人，留好聊天记录，马上报警，我陪着孩子”。',
  },
  screen_or_program: {
    why: '让家长共享屏幕、装软件，是骗子的常用手法，学校不这样做。',
    suggestion: '删掉这句话，写清到哪里办；确需安装的，只写学校官网或手机应用商店里的名字。',
  },
  told_to_be_silent: {
    why: '“别联系老师、别核实”是骗子的话，家长随时可以核实。',
    suggestion: '删掉这句话，改成“有疑问请打您存的老师电话核实”。',
  },
  new_number: {
    why: '“换号了”是冒充老师的开头，家长分不清真假。',
    suggestion: '请不要用文字通知换号；新号码由学院在家长会上公布，或当面、打电话告诉家里。',
  },
  phone_number: {
    why: '话里有完整的手机号，可能是别人的隐私。',
    suggestion: '请删掉；要家长联系老师，写“请打您存的老师电话”。',
  },
  spelled_phone: {
    why: '话里像有一个用汉字写的手机号，家长会起疑心。',
    suggestion: '请删掉；要家长联系老师，写“请打您存的老师电话”。',
  },
  student_number: { why: '学号能认出是谁，不能发在群里。', suggestion: '删掉学号。' },
  diagnosis: {
    why: '只有精神科医生可以下诊断，老师不能写病名。',
    suggestion: '只写看到的情况，例如“最近睡得不太好、话少了”，并请家里一起商量。',
  },
  symptom: {
    why: '这个词听起来像诊断，家里会很紧张。',
    suggestion: '换成看到的情况，例如“最近睡得不太好、情绪有些低”。最好打电话说。',
  },
  threat: {
    why: '这句话像是在威胁，家长会害怕或反感。',
    suggestion: '写清规定和时间，再说一句“有困难告诉我，一起想办法”。',
  },
  harsh: { why: '这句话口气有些硬，家长会紧张。', suggestion: '写清规定和时间，再说一句“有困难告诉我，一起想办法”。' },
  blame: {
    why: '这句话在责怪人，家长听了难受，也帮不到孩子。',
    suggestion: '只写一件事实，加一句关心，再提一个可以一起做的办法。',
  },
  temper: {
    why: '这句话带着情绪，家长会觉得被责怪，话就谈不下去了。',
    suggestion: '换成一件事实，加一句“想听听您的看法，我们一起想办法”。',
  },
  complaint: {
    why: '只说了孩子的不是，没有关心，也没有办法，家长会当成告状。',
    suggestion: '写一件事实和日期，说说已经和孩子谈过什么，再提一个一起做的办法。',
  },
  shouting: {
    why: '连着几个叹号、问号或满屏表情，家长会觉得在催、在吼。',
    suggestion: '用一个句号就好，急事请打电话。',
  },
  backward_idea: { why: '这个说法不合适，会误导家长。', suggestion: '请换成尊重孩子、支持学业的说法。' },
  stale_deadline: {
    why: '申诉期限写错了：学生自收到决定书之日起10日内，可以书面申诉，不是工作日，也不能不让申诉。',
    suggestion: '请写“自送达之日起10日内，可以向学校学生申诉处理委员会提出书面申诉”。',
  },
  asks_for_echo: {
    why: '满屏的“收到”会把通知淹没，家长也反感。',
    suggestion: '去掉这句话；需要确认，家长可以点通知里的确认。',
  },
};

/** Better words for common ones; what opens a text of which only the reproach is known, and what closes one that lost it. */
export const REWRITE_TEXTS: {
  readonly exchanges: Readonly<Record<'group' | 'private', readonly (readonly [RegExp, string])[]>>;
  readonly opening: Readonly<Record<'group' | 'private', string>>;
  readonly offer: Readonly<Record<'group' | 'private', string>>;
} = {
  exchanges: {
    group: [
      [/@\s*(?:所有人|全体成员|全体|全员|all|everyone)\s*/giu, ''],
      [/(?:将|会)?(?:严肃|从严|从重)处理/gu, '按规定处理'],
    ],
    private: [
      [/@\s*(?:所有人|全体成员|全体|全员|all|everyone)\s*/giu, ''],
      [/(?:将|会)?(?:严肃|从严|从重)处理/gu, '按规定处理'],
      [
        /(?<=[分门科过])[，,、]?(?:在)?(?:全班|班级|专业|年级|班里|班上)?排(?:名)?(?:在|到)?第?\d{1,3}名?(?=[，,。！!；;]|$)/gu,
        '',
      ],
      [/(?:有点|有些|比较|很)?抑郁/gu, '情绪有些低'],
      [/(?:有点|有些|比较|很)?焦虑/gu, '有些紧张'],
    ],
  },
  opening: {
    group: '最近班里有些情况，想请大家留意',
    private: '孩子最近在学校有件事，想和您商量',
  },
  offer: {
    group: '有困难请单独告诉我，我们一起想办法。',
    private: '想听听您的看法，我们一起想办法，您方便时我给您打电话。',
  },
};
