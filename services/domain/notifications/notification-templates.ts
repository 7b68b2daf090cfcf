type Wording = { readonly subject: string; readonly body: string }

/** What is told on one occasion. `{name}` is replaced by a parameter; `{enterprise}` is always there. */
type Template = {
  readonly params: readonly string[]
  /** Parameters that must not lie anywhere in the open: sealed until they are sent, then gone. */
  readonly secrets: readonly string[]
  /** Sent at any hour: emergencies, and codes that somebody waits for. */
  readonly urgent: boolean
  readonly zh: Wording
  readonly en: Wording
}

/** 通知模板 as shipped; an enterprise may word its own. Amounts are yuan as text, days `YYYY-MM-DD`, times `YYYY-MM-DD HH:MM`. */
export const notificationTemplates = {
  'one-time-code': {
    params: ['minutes'],
    secrets: ['code'],
    urgent: true,
    zh: {
      subject: '验证码',
      body: '【{enterprise}】验证码 {code}，{minutes} 分钟内有效。请勿告诉他人。',
    },
    en: {
      subject: 'One-time code',
      body: '[{enterprise}] Your code is {code}, valid for {minutes} minutes. Do not share it.',
    },
  },
  'delivery-code': {
    params: ['orderNo'],
    secrets: ['code'],
    urgent: true,
    zh: {
      subject: '签收码',
      body: '【{enterprise}】订单 {orderNo} 的签收码 {code}。气瓶装好、检漏合格后再告诉送气工。',
    },
    en: {
      subject: 'Delivery code',
      body: '[{enterprise}] Code {code} for order {orderNo}. Give it to the courier only when the cylinder is installed and leak-tested.',
    },
  },
  'appointment-set': {
    params: ['orderNo', 'from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '预约时间',
      body: '【{enterprise}】订单 {orderNo} 预约 {from} 至 {to} 送达，请留人在家。',
    },
    en: {
      subject: 'Appointment',
      body: '[{enterprise}] Order {orderNo} comes between {from} and {to}. Please be at home.',
    },
  },
  'visit-failed': {
    params: ['orderNo', 'from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '改约',
      body: '【{enterprise}】订单 {orderNo} 未能送达，改约 {from} 至 {to}。',
    },
    en: {
      subject: 'New appointment',
      body: '[{enterprise}] Order {orderNo} could not be delivered. New appointment: {from} to {to}.',
    },
  },
  // By our fault: why, an apology, and another time (R000-6.3.1.1).
  'visit-apology': {
    params: ['orderNo', 'from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '致歉并改约',
      body: '【{enterprise}】非常抱歉，因我方人员或车辆原因，订单 {orderNo} 未能按约送达，改约 {from} 至 {to}。',
    },
    en: {
      subject: 'We are sorry',
      body: '[{enterprise}] We are sorry: for reasons of ours order {orderNo} did not come as agreed. New appointment: {from} to {to}.',
    },
  },
  'cylinder-apology': {
    params: ['orderNo', 'from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '致歉并改约',
      body: '【{enterprise}】非常抱歉，订单 {orderNo} 的气瓶送达前复核不合格，为安全起见未交付，改约 {from} 至 {to}。',
    },
    en: {
      subject: 'We are sorry',
      body: '[{enterprise}] We are sorry: the cylinder of order {orderNo} did not pass its last check and was not handed over. New appointment: {from} to {to}.',
    },
  },
  'claim-due': {
    params: ['code', 'amount', 'dueOn'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '赔付通知',
      body: '【{enterprise}】气瓶 {code} 复称后应付您 {amount} 元，最迟 {dueOn} 支付。',
    },
    en: {
      subject: 'Money owed to you',
      body: '[{enterprise}] Cylinder {code} was weighed: you are owed {amount} yuan, paid by {dueOn} at the latest.',
    },
  },
  'claim-paid': {
    params: ['code', 'amount'],
    secrets: [],
    urgent: false,
    zh: { subject: '赔付到账', body: '【{enterprise}】气瓶 {code} 的 {amount} 元已支付给您。' },
    en: {
      subject: 'Paid to you',
      body: '[{enterprise}] {amount} yuan for cylinder {code} were paid to you.',
    },
  },
  'rectification-notice': {
    params: ['dueOn', 'hazards'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '隐患整改通知',
      body: '【{enterprise}】入户安检发现 {hazards} 处隐患，请于 {dueOn} 前整改。整改前注意用气安全。',
    },
    en: {
      subject: 'Hazards to mend',
      body: '[{enterprise}] The safety check found {hazards} hazard(s). Please mend them by {dueOn}.',
    },
  },
  'supply-suspended': {
    params: ['reason'],
    secrets: [],
    urgent: true,
    zh: { subject: '暂停供气', body: '【{enterprise}】因 {reason} 暂停供气，整改合格后恢复。' },
    en: {
      subject: 'Supply suspended',
      body: '[{enterprise}] Supply is suspended ({reason}) until it is mended and checked.',
    },
  },
  'inspection-due': {
    params: ['dueOn'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '入户安检',
      body: '【{enterprise}】您家的入户安检应于 {dueOn} 前完成，请预约。',
    },
    en: {
      subject: 'Safety check due',
      body: '[{enterprise}] The safety check of your home is due by {dueOn}. Please make an appointment.',
    },
  },
  'price-change': {
    params: ['model', 'before', 'after', 'validFrom', 'basis'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '调价通知',
      body: '【{enterprise}】{model} 每瓶由 {before} 元调为 {after} 元，{validFrom} 起执行。依据：{basis}。',
    },
    en: {
      subject: 'Price change',
      body: '[{enterprise}] {model}: from {before} to {after} yuan a cylinder from {validFrom} on. Basis: {basis}.',
    },
  },
  'deposit-refunded': {
    params: ['code', 'amount'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '押金退还',
      body: '【{enterprise}】气瓶 {code} 的押金 {amount} 元已退到您的账户余额。',
    },
    en: {
      subject: 'Deposit refunded',
      body: '[{enterprise}] The deposit of {amount} yuan for cylinder {code} stands to your credit now.',
    },
  },
  'case-progress': {
    params: ['no', 'state'],
    secrets: [],
    urgent: false,
    zh: { subject: '办理进度', body: '【{enterprise}】您的事项 {no}：{state}。' },
    en: { subject: 'Progress', body: '[{enterprise}] Your case {no}: {state}.' },
  },
  'message-answered': {
    params: ['no'],
    secrets: [],
    urgent: false,
    zh: { subject: '留言已回复', body: '【{enterprise}】您的留言 {no} 已回复，请登录查看。' },
    en: {
      subject: 'Your message was answered',
      body: '[{enterprise}] Your message {no} was answered. Sign in to read it.',
    },
  },
  'emergency-received': {
    params: ['no', 'advice'],
    secrets: [],
    urgent: true,
    zh: { subject: '抢修受理', body: '【{enterprise}】抢修 {no} 已受理，人员正在赶来。{advice}' },
    en: {
      subject: 'Emergency',
      body: '[{enterprise}] Emergency {no} is taken; help is on the way. {advice}',
    },
  },
  'supply-warning': {
    params: ['title', 'cause', 'advice', 'level'],
    secrets: [],
    urgent: false,
    zh: { subject: '{title}', body: '【{enterprise}】{title}。{cause}。{advice}。' },
    en: { subject: '{title}', body: '[{enterprise}] {title}. {cause}. {advice}.' },
  },
  'supply-warning-urgent': {
    params: ['title', 'cause', 'advice', 'level'],
    secrets: [],
    urgent: true,
    zh: { subject: '{title}', body: '【{enterprise}】{title}。{cause}。{advice}。' },
    en: { subject: '{title}', body: '[{enterprise}] {title}. {cause}. {advice}.' },
  },
  'supply-warning-lifted': {
    params: ['title'],
    secrets: [],
    urgent: false,
    zh: { subject: '已解除', body: '【{enterprise}】{title}：已解除。' },
    en: { subject: 'It is over', body: '[{enterprise}] {title}: it is over.' },
  },
  'inspection-visit': {
    params: ['from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '上门安检',
      body: '【{enterprise}】工作人员将于 {from} 至 {to} 上门安检，请留人在家；来人会出示工作证，扫码可核验。',
    },
    en: {
      subject: 'Safety check',
      body: '[{enterprise}] We come for the safety check between {from} and {to}. Please be at home; our staff show a badge whose code you can check.',
    },
  },
  'inspection-moved': {
    params: ['reason', 'from', 'to'],
    secrets: [],
    urgent: false,
    zh: {
      subject: '安检改约',
      body: '【{enterprise}】非常抱歉，因{reason}不能按约上门安检，改约 {from} 至 {to}。',
    },
    en: {
      subject: 'Safety check moved',
      body: '[{enterprise}] We are sorry: because of {reason} we cannot come as agreed. New time of the safety check: {from} to {to}.',
    },
  },
  'cylinder-recall': {
    params: ['code', 'reason'],
    secrets: [],
    urgent: true,
    zh: {
      subject: '气瓶召回',
      body: '【{enterprise}】请立即停用气瓶 {code}（{reason}），关闭角阀，我们将上门更换。',
    },
    en: {
      subject: 'Recall',
      body: '[{enterprise}] Stop using cylinder {code} at once ({reason}), close its valve; we will replace it.',
    },
  },
} as const satisfies Readonly<Record<string, Template>>

export type TemplateId = keyof typeof notificationTemplates
