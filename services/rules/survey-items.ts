/** 窗口、热线、上门、人员: what a survey of service looks at, item by item (R000 10.0.3, 6.1, 6.2, 6.3, 7). */
export const surveyKinds = ['window', 'hotline', 'on-site', 'staff'] as const
export type SurveyKind = (typeof surveyKinds)[number]

export type SurveyItem = {
  readonly item: string
  readonly zh: string
  readonly en: string
  readonly clauses: readonly string[]
}

const item = (id: string, zh: string, en: string, ...clauses: readonly string[]): SurveyItem => ({
  item: id,
  zh,
  en,
  clauses,
})

/** Taken from the clauses, one duty an item, so that a share of conforming items means the same everywhere. */
export const surveyItems: Readonly<Record<SurveyKind, readonly SurveyItem[]>> = {
  window: [
    item('sign-and-hours', '标识和营业时间公示', 'sign and hours are shown', 'R000-6.1.2'),
    item(
      'customers-finished',
      '不中断正在办理的用户',
      'nobody is sent away half served',
      'R000-6.1.2',
    ),
    item(
      'prices-shown',
      '价格、收费标准和依据公示',
      'prices and charges are shown with their basis',
      'R000-6.1.3',
    ),
    item(
      'published-current',
      '公示内容准确、最新',
      'what is published is right and current',
      'R000-6.1.3',
      'R001-6.5-6',
    ),
    item(
      'seats-and-safety',
      '座椅、消防设施完好',
      'seats are there, fire equipment is in order',
      'R000-3.0.4',
      'R001-6.5-4',
    ),
    item('suggestion-box', '设意见箱', 'there is a suggestion box', 'R000-3.0.4'),
    item('barrier-free', '无障碍设施', 'access without barriers', 'R000-6.1.5'),
    item(
      'first-asked',
      '首问负责',
      'whoever is asked first takes it on',
      'R001-6.5-7',
      'R003-5.5.1',
    ),
  ],
  hotline: [
    item('answered-in-time', '及时接听', 'answered in time', 'R000-6.2.3', 'R002-5.4.3'),
    item('greeting', '问候、报企业和工号', 'greets, says company and job number', 'R001-8.3-5'),
    item('right-answer', '应答准确', 'the answer is right', 'R000-6.2.3'),
    item('wording', '用语规范', 'the wording is proper', 'R000-6.2.3'),
    item(
      'minority-language',
      '少数民族语言服务',
      'somebody speaks the language of the caller',
      'R000-6.2.3',
    ),
    item('recorded', '如实记录', 'what was said is recorded', 'R000-6.2.4', 'R002-5.4.2'),
    item(
      'outage-explained',
      '停气原因和安全提示',
      'an outage is explained, with safety advice',
      'R000-6.2.5',
    ),
    item('called-back', '跟踪回访', 'called back until it is done', 'R000-6.2.7'),
  ],
  'on-site': [
    item(
      'appointment-kept',
      '按约定时间到达',
      'came at the agreed time',
      'R000-6.3.1.1',
      'R003-5.9.1-7',
    ),
    item(
      'uniform-and-badge',
      '着装、佩戴工作牌',
      'uniform and badge',
      'R002-5.9.3-6',
      'R003-5.9.1-7',
    ),
    item(
      'purpose-told',
      '说明来意、出示证件',
      'said why, showed papers',
      'R002-5.9.3-6',
      'R001-5.5-bc/bj',
    ),
    item('tools-and-shoe-covers', '工具箱、鞋套', 'tool kit and shoe covers', 'R003-5.9.1-7'),
    item('privacy', '不进入无关区域', 'went into no other room', 'R000-6.3.1.3', 'R002-5.9.3-6'),
    item(
      'careful',
      '轻拿轻放，不拖不滚',
      'handled with care, nothing dragged or rolled',
      'R001-6.3-4',
      'R002-7.2.3',
    ),
    item('charges-before', '收费事先告知', 'charges were told before', 'R000-6.3.1.4'),
    item('cleaned', '清理现场', 'cleaned up', 'R002-5.9.3-6'),
    item('signed', '用户签字', 'the user signed', 'R000-6.3.1.5', 'R002-5.9.3-6'),
    item(
      'not-repeated',
      '不重复上门',
      'no second visit for the same',
      'R001-8.4-1..9',
      'R002-5.9.1',
    ),
    item('no-tied-purchase', '不搭售', 'nothing was sold along with it', 'R003-9.2.9'),
  ],
  staff: [
    item('trained', '培训合格上岗', 'trained and passed', 'R000-7.0.1-5'),
    item('certificate', '持证上岗', 'holds the certificate of the post', 'R004-A2-13'),
    item(
      'uniform-and-badge',
      '着装、佩戴工作牌',
      'uniform and badge',
      'R000-7.0.1-5',
      'R001-8.3-4',
    ),
    item('knows-safety', '掌握安全知识', 'knows the safety rules', 'R000-7.0.1-5'),
    item(
      'disputes',
      '会处置纠纷和危险行为',
      'can handle disputes and dangerous acts',
      'R002-5.7.2',
      'R001-8.1-11-12',
    ),
    item('special-care', '照顾特殊用户', 'takes care of special users', 'R002-5.9.8 / 5.10.5'),
  ],
}
