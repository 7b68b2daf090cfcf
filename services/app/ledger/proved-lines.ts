import type { BatchLeaf, LedgerProof } from '#domain/ledger/proof.ts'

/** A life's newest events are enough to see whose it is. */
const MOST = 50

const timeText = (ms: unknown): string => {
  const at = new Date(Number(ms))
  return Number.isNaN(at.getTime()) ? String(ms) : at.toISOString()
}

const eventsOf = (leaves: readonly BatchLeaf[]): readonly BatchLeaf[] =>
  leaves.filter(({ record }) => record.startsWith('["event"'))

type Told = readonly (string | number | null)[]

/** An event by what its record says: a proof of another event must not pass for the one that was asked for. */
const eventLine = ({ record, opened }: BatchLeaf): string => {
  const [, source, id, type, at, , , station, operator, scheme, value] = JSON.parse(record) as Told
  const tag = scheme === null ? [] : [`${scheme}:${value}`]
  const who = [...tag, station ?? 'API', operator ?? '–', `source ${source}`].join(', ')
  const content =
    opened === null ? '; 内容未附或已删除 / its content is erased or not attached' : ''
  return `  ${timeText(at)} ${type} ${id} (${who})${content}`
}

const loadedLine = ({ batches }: LedgerProof): string[] => {
  const loaded = batches.map(({ record }) => JSON.parse(record) as unknown[])
  const times = loaded.filter(([kind]) => kind === 'bulk').map(([, , at]) => Number(at))
  if (times.length === 0) return []
  const since = timeText(Math.max(...times))
  return [
    `! 含批量导入的历史，仅证明自 ${since} 起未变 / holds history that was loaded: proved unchanged since ${since} only`,
  ]
}

/** What a proof that holds is about. */
export const provedLines = (proof: LedgerProof): readonly string[] => {
  const events = eventsOf(proof.leaves)
  const more = events.length - MOST
  return [
    ...events.slice(-MOST).map(eventLine),
    ...(more > 0 ? [`  … ${more} 更早 / earlier`] : []),
    ...loadedLine(proof),
  ]
}
