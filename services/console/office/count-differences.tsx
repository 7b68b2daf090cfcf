import { Link } from '@tanstack/react-router'
import { Skeleton, Tag } from 'antd'
import type { z } from 'zod'
import type { difference } from '#schemas/api/stock-count.ts'
import { usePages } from '#console/net/pages.ts'
import { useSend } from '#console/net/use-send.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

type Difference = z.infer<typeof difference>
type Resolution = 'overlooked' | 'moved' | 'lost' | 'taken-in' | 'misread' | 'noted'

const RESOLUTIONS: Readonly<Record<Difference['kind'], readonly Resolution[]>> = {
  missing: ['overlooked', 'moved', 'lost'],
  unexpected: ['taken-in', 'misread'],
  'wrong-condition': ['taken-in', 'misread'],
  unregistered: ['noted', 'misread'],
}

const bodyOf = ({ resolution, reason, siteId, condition }: FormValues) => ({
  resolution,
  reason,
  ...(resolution === 'moved' ? { to: { kind: 'station', id: siteId } } : {}),
  ...(resolution === 'taken-in' ? { condition, appearanceOk: true } : {}),
})

const useFields = ({ kind, seen }: Difference): readonly FormField[] => {
  const say = officeTexts.useTexts()
  const { sites } = useNames()
  return [
    {
      name: 'resolution',
      label: say('resolution'),
      kind: 'choice',
      options: RESOLUTIONS[kind].map((value) => ({ value, label: say(`resolved.${value}`) })),
    },
    ...(kind === 'missing'
      ? [
          {
            name: 'siteId',
            label: say('movedTo'),
            kind: 'choice',
            optional: true,
            options: sites.map(({ id, name }) => ({ value: id, label: name })),
          } as const,
        ]
      : []),
    ...(kind === 'unexpected' || kind === 'wrong-condition'
      ? [
          {
            name: 'condition',
            label: say('zone'),
            kind: 'choice',
            initial: seen ?? 'empty',
            options: [
              { value: 'full', label: say('zone.full') },
              { value: 'empty', label: say('zone.empty') },
            ],
          } as const,
        ]
      : []),
    { name: 'reason', label: say('reason'), kind: 'area' },
  ]
}

const Row = ({ countId, found }: { readonly countId: string; readonly found: Difference }) => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const names = useNames()
  const send = useSend()
  const fields = useFields(found)
  const { code, kind, believed, resolution, reason } = found
  const where = believed?.kind
  return (
    <li>
      <Link to={`/cylinders/${code}`}>{code}</Link>
      <Tag color="warning">{say(`difference.${kind}`)}</Tag>
      <span className={styles['grow']}>
        {where !== undefined &&
          cylinderWords.has(`custody.${where}`) &&
          say('believed', {
            where: [
              word(`custody.${where}` as 'custody.station'),
              names.holder(where, believed?.id),
            ]
              .filter((part) => part)
              .join(' · '),
          })}
      </span>
      {resolution === null ? (
        <FormButton
          size="small"
          label={say('resolve')}
          consequence={say('resolveHint', { code })}
          fields={fields}
          onSubmit={(values) =>
            send('POST', `/v1/stock-counts/${countId}/differences/${code}/resolve`, bodyOf(values))
          }
        />
      ) : (
        <span>
          {say(`resolved.${resolution}` as 'resolved.lost')} · {reason}
        </span>
      )}
    </li>
  )
}

/** 差异: what was not there, what was there too, and what became of it. */
export const CountDifferences = ({ countId }: { readonly countId: string }) => {
  const say = officeTexts.useTexts()
  const path = `/v1/stock-counts/${countId}/differences`
  const list = usePages<Difference>(path, { state: 'all' }, 200)
  if (list.isPending) return <Skeleton active />
  return (
    <ul className={styles['list']} style={{ flexBasis: '100%' }}>
      {list.rows.length === 0 && <li>{say('noDifference')}</li>}
      {list.rows.map((found) => (
        <Row key={found.code} countId={countId} found={found} />
      ))}
    </ul>
  )
}
