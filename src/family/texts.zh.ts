/** What the pages for parents say. */
export const familyTexts = {
  /** 2026年10月9日 of YYYY-MM-DD. */
  day: (day: string) => {
    const [year, month, date] = day.split('-').map(Number);
    return `${year}年${month}月${date}日`;
  },

  verifyTitle: '查通知真伪',
  intro: '收到学校的通知，不确定是不是真的？把通知末尾的核实码输进来查一下。',
  label: '核实码',
  hint: '在通知末尾“核实码”后面，像这样：JX-7K3QP9WM，大小写都可以。',
  button: '查询',
  again: '再查一个',

  genuine: '这个核实码是真的',
  genuineGroup: (title: string, day: string) =>
    `学校在${day}发到家长群的《${title}》，原文如下，请和您收到的逐句对照：`,
  genuinePrivate: (title: string, day: string, families: number) =>
    families > 1
      ? `学校在${day}单独发给多个家庭的《${title}》，每家各一份。为了保护学生，这里不显示内容。`
      : `学校在${day}单独发给一个家庭的《${title}》。为了保护学生，这里不显示内容。`,
  severalTexts: '这次给不同的群发了几种文字，您收到的应当和其中一种完全一样。',
  falseWhenDifferent: '如果您收到的内容和学校发的不一样，或者要您转账、扫码、交钱、报验证码，那就是假的。',

  paperTitle: '收到学校的通知，怎样知道是真的？',
  paperAddress: '用手机浏览器打开这个网址：',
  paperSteps: [
    '输入通知末尾的核实码（JX- 开头，后面 8 个字母和数字）。',
    '发到群里的通知会显示全文，请逐句对照；单独发给您家的只显示名称和日期。',
    '查不到，或者对不上，就当它是假的：不转账、不扫码、不点里面的链接。',
    '拿不准，打您手机里原来就存着的老师电话；已经转了钱，马上打 110，也可以打反诈专线 96110。',
  ],
  paperRule: '学校从不在群里收钱，老师从不私下收款，也不会向您要验证码。',
  paperKeep:
    '请把这张纸收好，或者拍下来存在手机里。以后查真伪，请自己输入上面的网址。单独发给您家的通知会带一条您家专用的链接，开头和上面网址的开头一样才是学校的；不一样就不要点。',

  unknown: '没有查到这个核实码',
  typed: '您输入的是',
  unknownAdvice: [
    '请先核对有没有抄错，再查一次。',
    '如果没有抄错，请当作假通知：不要转账、不要扫码、不要点里面的链接。',
    '请打您手机里原来就存着的老师电话问一问，不要打通知里写的电话。',
    '已经转了钱，马上打 110；拿不准，打反诈专线 96110。',
  ],
  notACode: '核实码是 JX- 后面 8 个字母和数字，请对照通知末尾“核实码”后面的再输一次。',

  tooManyTitle: '查得太频繁了',
  tooMany: '请过一分钟再查。着急的话，请打您手机里原来就存着的老师电话问一问。',
  awayTitle: '暂时查不了',
  away: '系统正在恢复，请过几分钟再查。在查到之前，请不要转账、不要扫码；着急的话，请打您手机里原来就存着的老师电话问一问。',
} as const;
