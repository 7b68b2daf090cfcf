import { describe, expect, it } from 'vitest'
import { glossary } from '#domain/glossary.ts'

/** The table of the house style, row by row: English words, Chinese words. */
const table: readonly (readonly [readonly string[], string])[] = [
  [['cylinder', 'tag'], '气瓶；电子标签、二维码'],
  [['tank'], '储罐'],
  [['tare', 'gross', 'net'], '皮重；毛重；净重'],
  [['residual', 'remaining gas'], '残液；余气'],
  [['remove residual', 'vacuum'], '倒残；抽真空'],
  [['fill', 'nominal fill', 'stamped maximum'], '充装；规定充装量；允许充装量'],
  [['overfill', 'underfill', 'check-weigh', 'customer weighing'], '超装；欠装；复秤；检斤'],
  [['leak check', 'seal', 'fill label'], '检漏；封口；充装合格标签'],
  [['periodic inspection', 'safety inspection'], '定期检验；入户安检'],
  [['filling station', 'supply station', 'scale', 'nozzle'], '充装站；供应站；灌装秤；充装枪'],
  [['owner', 'entrusted'], '产权单位；托管'],
  [['assign', 'stock out', 'stock in', 'deliver', 'return'], '派单；出库；入库；配送；回收'],
  [['quarantine', 'idle', 'retire', 'destroy'], '隔离待处理；停用；报废；去功能化'],
  [['finding', 'limit', 'clause', 'profile', 'force'], '判定；限值；条款；规则集；效力'],
]

describe('the glossary', () => {
  it('has every word of the house style with its Chinese term, and no other', () => {
    const wanted = table.flatMap(([words, zh]) => {
      const terms = zh.split('；')
      return words.map((word, index) => [word, terms[index]])
    })
    expect(Object.values(glossary).map(({ en, zh }) => [en, zh])).toEqual(wanted)
  })

  it('never uses for one thing the word of another', () => {
    const used = new Set<string>(Object.values(glossary).map(({ en }) => en))
    const forbidden = Object.values(glossary).flatMap((term) =>
      'never' in term ? (term.never ?? []) : [],
    )
    // "tank" is the station's own word, "vacuum" has "evacuate" as its forbidden one.
    expect(forbidden.filter((word) => used.has(word))).toEqual(['tank'])
  })
})
