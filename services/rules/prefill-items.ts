import type { ProfileBook } from './profile-book.ts'

export type PrefillItem = {
  readonly item: string
  readonly zh: string
  readonly en: string
  readonly clauses: readonly string[]
}

type Row = readonly [
  item: string,
  zh: string,
  en: string,
  clauses: Readonly<Record<string, readonly string[]>>,
]

/**
 * 充装前检查: what the person at the scale answers for with one scan, by the profile that asks for it. A check that passes says that all
 * of them conform; one that fails names what does not (`items`, `defects` of `prefill.checked`).
 */
const rows: readonly Row[] = [
  [
    'own-mark',
    '自有产权，有本企业标识',
    "the company's own, with its mark",
    {
      'cn-base': ['R002-7.1.7'],
      'cn-3703': ['R003-7.1.4'],
      'cn-65': ['R000-4.3.1.4a'],
      'cn-draft': ['R001-6.2-10'],
    },
  ],
  [
    'standard',
    '符合国家标准',
    'conforms to the standard',
    { 'cn-base': ['R002-7.1.14a'], 'cn-3703': ['R003-7.1.14a'], 'cn-65': ['R000-4.3.3.1'] },
  ],
  [
    'in-date',
    '在检验周期和使用年限内',
    'inspected in time, within its life',
    { 'cn-base': ['R002-7.1.1'], 'cn-3703': ['R003-7.1.2'], 'cn-draft': ['R001-6.2-cl'] },
  ],
  ['maker-licence', '由持证企业制造', 'made by a licensed maker', { 'cn-draft': ['R001-6.2-cm'] }],
  [
    'sound',
    '无损伤、腐蚀、严重变形',
    'no damage, corrosion or serious deformation',
    { 'cn-65': ['R000-4.3.3.5c'], 'cn-draft': ['R001-6.2-cn'] },
  ],
  ['fittings', '配件完整、牢固', 'fittings complete and firm', { 'cn-draft': ['R001-6.2-cp'] }],
  [
    'ring-and-guard',
    '底座、护罩无脱焊、破损、变形',
    'foot ring and guard not unwelded, broken or deformed',
    { 'cn-draft': ['R001-6.2-cq'] },
  ],
  [
    'imported',
    '进口气瓶手续齐全',
    'an imported one has its papers',
    { 'cn-draft': ['R001-6.2-cr'] },
  ],
  [
    'paint',
    '漆色完好，无污垢',
    'paint without large losses or dirt',
    { 'cn-65': ['R000-4.3.3.5b'], 'cn-draft': ['R001-6.2-cs'] },
  ],
  [
    'evacuated',
    '新瓶、检验后首次充装已抽真空',
    'evacuated before its first fill',
    {
      'cn-base': ['R002-7.1.9'],
      'cn-3703': ['R003-7.1.9'],
      'cn-65': ['R000-4.3.3.4'],
      'cn-draft': ['R001-6.2-co'],
    },
  ],
  [
    'residual',
    '残液不超标',
    'residual within the limit',
    { 'cn-base': ['R002-7.1.14c'], 'cn-3703': ['R003-7.1.14c'] },
  ],
]

/** The list under a profile, with the clause that is nearest to it: its own, else its parent's. */
export const prefillItems = (
  profileId: string,
  { profiles }: Pick<ProfileBook, 'profiles'>,
): readonly PrefillItem[] => {
  const chain: string[] = []
  for (let id: string | null = profileId; id !== null && !chain.includes(id); ) {
    chain.push(id)
    id = profiles.findLast((profile) => profile.id === id)?.parent ?? null
  }
  return rows.flatMap(([item, zh, en, by]) => {
    const nearest = chain.find((id) => by[id] !== undefined)
    return nearest === undefined ? [] : [{ item, zh, en, clauses: by[nearest] ?? [] }]
  })
}
