import type { ProofProblem } from './proof.ts'

/** What an offline check may find, in the words for an inspector: Chinese, then English. */
export const proofWords: Readonly<Record<ProofProblem['code'], readonly [zh: string, en: string]>> =
  {
    NOT_A_PROOF: ['不是存证证明文件', 'this is no proof of the ledger'],
    NOTHING_PROVED: ['文件中没有任何事件', 'the file holds no event'],
    CHECKPOINT_UNREADABLE: ['检查点无法读取', 'the checkpoint cannot be read'],
    NOT_SIGNED_BY_KEY: [
      '检查点没有该公钥的有效签名：内容被改动，或来自其他账本',
      'the checkpoint carries no valid signature of this key: it was changed, or is another log’s',
    ],
    RECORD_UNREADABLE: ['记录无法读取', 'the record cannot be read'],
    NOT_IN_TREE: [
      '该批次或条目不在已签名的账本中：内容、序号或路径被改动',
      'this batch or entry is not in the signed ledger: its content, number or path was changed',
    ],
    NOT_IN_BATCH: [
      '该事件不在其批次中：内容、序号或路径被改动',
      'this event is not in its batch: its content, number or path was changed',
    ],
    CONTENT_DIFFERS: ['所示内容与提交时不符', 'what is shown is not what was committed'],
    HISTORY_CHANGED: [
      '较新的检查点不包含较旧的检查点：历史被改写',
      'the newer checkpoint does not contain the older one: history was rewritten',
    ],
    OTHER_LOG: ['检查点属于其他账本', 'the checkpoint is another log’s'],
  }

/** What an audit of the database names: Chinese, then English; the row follows. */
export const auditWords = {
  changed: ['被修改', 'was changed'],
  deleted: ['被删除', 'was deleted'],
  inserted: ['被插入，从未提交', 'was inserted, it was never committed'],
  moved: ['被移到其他批次', 'was moved to another batch'],
  unsigned: ['没有有效签名', 'carries no valid signature'],
  'set-back': [
    '不在现有历史中：数据库被回退或替换',
    'is not in this history: the database was set back or exchanged',
  ],
  outside: ['不经接口修改', 'was changed by somebody who was not the API'],
  uncovered: ['条事件早于账本，无法证明', 'events are older than the ledger: nothing proves them'],
  pending: ['个批次尚未编号', 'batches are not numbered yet'],
} as const satisfies Readonly<Record<string, readonly [zh: string, en: string]>>
