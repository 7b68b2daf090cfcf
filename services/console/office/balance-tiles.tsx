import { useQuery } from '@tanstack/react-query'
import { Card } from 'antd'
import type { z } from 'zod'
import type { balances } from '#schemas/api/balance.ts'
import { shownCount, shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import styles from './stock-page.module.css'
import { officeTexts } from './texts.ts'

/** As a cylinder goes round; what is nowhere comes last. */
const ROUND = ['station', 'vehicle', 'customer', 'lab', 'scrap', 'unknown'] as const

/** 保管台账: all cylinders by who has them; the sum is the registry. */
export const BalanceTiles = () => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const asked = useQuery({
    queryKey: ['balances'],
    queryFn: ({ signal }) => get<z.infer<typeof balances>>('/v1/balances?limit=1', signal),
  })
  return (
    <Card size="small" title={say('balances')}>
      <Loaded query={asked}>
        {({ cylinders, byKind, bookedAt }) => (
          <>
            <dl className={styles['tiles']}>
              <div>
                <dt>{say('allCylinders')}</dt>
                <dd className="numbers">{shownCount(cylinders)}</dd>
              </div>
              {[...byKind]
                .sort((a, b) => ROUND.indexOf(a.kind) - ROUND.indexOf(b.kind))
                .map(({ kind, cylinders: count }) => (
                  <div key={kind}>
                    <dt>{word(`custody.${kind}`)}</dt>
                    <dd className="numbers">{shownCount(count)}</dd>
                  </div>
                ))}
            </dl>
            {bookedAt !== null && (
              <p className={styles['quiet']}>{say('bookedAt', { at: shownInstant(bookedAt) })}</p>
            )}
          </>
        )}
      </Loaded>
    </Card>
  )
}
