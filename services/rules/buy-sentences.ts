import type { BuyCode } from './may-buy.ts'
import type { Sentence } from './sentence.ts'

/** Why nothing is sold here, and what ends it: for whoever stands at the counter or at the door. */
export type BuySentence = {
  /** Of an order: what is to be looked at. */
  readonly path: '/customerId' | '/premisesId' | '/lines'
  readonly why: Sentence
  readonly todo: Sentence
}

const of =
  (path: BuySentence['path']) =>
  (why: readonly [string, string], todo: readonly [string, string]): BuySentence => ({
    path,
    why: { zh: why[0], en: why[1] },
    todo: { zh: todo[0], en: todo[1] },
  })

const buyer = of('/customerId')
const place = of('/premisesId')
const lines = of('/lines')

export const buySentences: { readonly [C in BuyCode]: BuySentence } = {
  CUSTOMER_ERASED: buyer(
    ['该用户的个人信息已删除', 'the personal data of this customer were erased'],
    ['请重新登记用户：POST /v1/customers', 'register them anew: POST /v1/customers'],
  ),
  IDENTITY_REFUSED: buyer(
    ['该用户拒绝身份查验', 'this customer refused to show who they are'],
    [
      '请查验证件并登记结果：POST /v1/customers/{id}/verifications',
      'see the paper and record it: POST /v1/customers/{id}/verifications',
    ],
  ),
  IDENTITY_MISMATCH: buyer(
    ['证件与本人不符', 'the paper is that of somebody else'],
    [
      '请查验本人证件并登记结果：POST /v1/customers/{id}/verifications',
      'see their own paper and record it: POST /v1/customers/{id}/verifications',
    ],
  ),
  IDENTITY_UNVERIFIED: buyer(
    ['该用户尚未实名核验', 'nobody has verified who this customer is'],
    [
      '请查验证件并登记结果：POST /v1/customers/{id}/verifications',
      'see the paper and record it: POST /v1/customers/{id}/verifications',
    ],
  ),
  REVERIFICATION_DUE: buyer(
    ['实名核验已到期', 'the identity is to be verified again'],
    [
      '请重新查验证件并登记结果：POST /v1/customers/{id}/verifications',
      'see the paper again and record it: POST /v1/customers/{id}/verifications',
    ],
  ),
  ID_NUMBER_MISSING: buyer(
    ['没有登记证件号码', 'no number of a paper is on record'],
    [
      '请补登证件号码：PATCH /v1/customers/{id}',
      'add the number of the paper: PATCH /v1/customers/{id}',
    ],
  ),
  AUTHORISATION_MISSING: buyer(
    ['单位没有有效的经办人授权', 'nobody is authorised to buy for this unit today'],
    [
      '请登记经办人及授权期限：POST /v1/customers/{id}/agents',
      'record an agent with an authorisation: POST /v1/customers/{id}/agents',
    ],
  ),
  PREMISES_CLOSED: place(
    ['该用气地址已停用', 'these premises are closed'],
    ['请选择在用的地址或重新启用', 'choose others, or open them again'],
  ),
  NO_BOTTLED_GAS_HERE: place(
    ['该地址在管网覆盖区内，不得供应瓶装气', 'the pipe network covers it: no bottled gas here'],
    [
      '请改用管道气；登记有误的请更正地址信息',
      'use piped gas; correct the premises if that is wrong',
    ],
  ),
  PREMISES_UNSUITABLE: place(
    ['用气场所不具备安全条件', 'cylinders may not stand in such a place'],
    [
      '请移至通风的厨房或专用瓶组间并更正地址信息',
      'move them to a ventilated kitchen or a store, and correct the premises',
    ],
  ),
  OUTDOORS_ONLY: lines(
    ['该规格气瓶不得安装在室内', 'cylinders of this size may not stand inside a building'],
    [
      '请改用较小规格，或设在室外、专用瓶组间',
      'take a smaller size, or put it outside or in a store',
    ],
  ),
  TOO_MANY_CYLINDERS: lines(
    ['超过该处允许存放的气瓶数', 'more cylinders than may stand there'],
    ['请减少数量，或先回收在用气瓶', 'order fewer, or take those back that stand there'],
  ),
  TOO_MUCH_GAS: lines(
    ['超过该处允许存放的燃气量', 'more gas than may be kept there'],
    ['请减少数量或改用较小规格', 'order fewer or smaller ones'],
  ),
  TOO_MANY_A_DAY: lines(
    ['超过该处每日限购数量', 'more than is sold to these premises in a day'],
    ['请减少数量或改日购买', 'order fewer, or another day'],
  ),
}
