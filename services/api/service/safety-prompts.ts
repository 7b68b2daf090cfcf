/**
 * What whoever answers a leak call reads out, word for word (R001-5.5-¶5, R001-6.4-4; "the usual measures" of R002-7.1.11 and
 * R003-7.1.11). In this order: what makes it worse comes before what helps.
 */
export const leakPrompts = [
  {
    code: 'NO_SPARKS',
    zh: '不要开关任何电器、电灯，不要点火，不要在室内打电话。',
    en: 'Do not switch anything electrical on or off, light nothing, make no phone call indoors.',
    clauses: ['R001-5.5-¶5', 'R001-6.4-4'],
  },
  {
    code: 'CLOSE_VALVE',
    zh: '请关闭钢瓶角阀和灶前阀门。',
    en: 'Close the valve of the cylinder and the one at the stove.',
    clauses: ['R001-5.5-¶5', 'R001-6.4-4', 'R002-7.1.11'],
  },
  {
    code: 'VENTILATE',
    zh: '请轻轻打开门窗通风。',
    en: 'Open doors and windows gently.',
    clauses: ['R001-5.5-¶5', 'R001-6.4-4'],
  },
  {
    code: 'LEAVE',
    zh: '请所有人离开现场，到室外安全的地方。',
    en: 'Everybody leaves for a safe place outside.',
    clauses: ['R001-5.5-¶5', 'R001-6.4-4'],
  },
  {
    code: 'REPORT',
    zh: '到室外后保持电话畅通；有人受伤或起火请拨打120、119。我们马上派人到现场。',
    en: 'Stay reachable outside; call 120 or 119 if somebody is hurt or something burns. We are on our way.',
    clauses: ['R001-6.4-4', 'R002-7.1.11'],
  },
] as const
