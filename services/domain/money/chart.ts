type AccountFacts = {
  /** As the accounts of enterprises are numbered in China (企业会计准则), with our own sub-accounts. */
  readonly code: string
  readonly zh: string
  readonly en: string
  /** The side on which it grows. */
  readonly side: 'debit' | 'credit'
}

/** 会计科目: what this product books to. Everything else is the bookkeeper's. */
export const chart = {
  cash: { code: '1001', zh: '库存现金', en: 'Cash in hand', side: 'debit' },
  bank: { code: '1002', zh: '银行存款', en: 'Bank', side: 'debit' },
  wechat: { code: '101201', zh: '其他货币资金—微信', en: 'WeChat Pay', side: 'debit' },
  alipay: { code: '101202', zh: '其他货币资金—支付宝', en: 'Alipay', side: 'debit' },
  receivable: { code: '1122', zh: '应收账款', en: 'Customers', side: 'debit' },
  courierCash: {
    code: '122101',
    zh: '其他应收款—送气工代收',
    en: 'Cash with couriers',
    side: 'debit',
  },
  cashDifference: { code: '1901', zh: '待处理财产损溢', en: 'Cash differences', side: 'debit' },
  deposits: { code: '224101', zh: '其他应付款—钢瓶押金', en: 'Cylinder deposits', side: 'credit' },
  gas: { code: '6001', zh: '主营业务收入—液化气', en: 'Gas sold', side: 'credit' },
  delivery: { code: '6051', zh: '其他业务收入—配送服务', en: 'Delivery fees', side: 'credit' },
  compensation: { code: '6711', zh: '营业外支出—赔付', en: 'Compensation', side: 'debit' },
} as const satisfies Readonly<Record<string, AccountFacts>>

export type Account = keyof typeof chart

export const accounts = Object.keys(chart) as readonly Account[]

export const accountOfCode = (code: string): Account | null =>
  accounts.find((account) => chart[account].code === code) ?? null
