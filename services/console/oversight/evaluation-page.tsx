import { Link, useParams } from '@tanstack/react-router'
import { useQuery } from '@tanstack/react-query'
import { Alert, Card, Tag } from 'antd'
import { shownDays, shownInstant, shownNumber } from '#console/i18n/format.ts'
import { useLanguage } from '#console/i18n/texts.ts'
import { get } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { EvaluationActions } from './evaluation-actions.tsx'
import { EvaluationItem } from './evaluation-item.tsx'
import {
  type EvaluationDetail,
  type Item,
  isOwn,
  itemsOf,
  type Sheet,
  type Words,
} from './evaluation-types.ts'
import styles from './oversight.module.css'
import { oversightTexts, type OversightWord } from './texts.ts'

type Group = { readonly name: string; readonly words: Words }

const Summary = ({ found }: { readonly found: EvaluationDetail }) => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const { total, band, vetoed } = found
  const counts = (['met', 'unmet', 'recorded'] as const).map((name) => Number(found[name] ?? 0))
  const [met = 0, unmet = 0, recorded = 0] = counts
  const scored = found.items.filter((item) => item['value'] !== null).length
  return (
    <Card size="small">
      <div className={styles['parts']}>
        <div className={styles['score']}>
          {total !== null && (
            <strong className="numbers">
              {say('totalOf', { n: shownNumber(total, 1), max: Number(found['most'] ?? 0) })}
            </strong>
          )}
          {total === null && <span>{say('scoredOf', { n: scored, all: found.items.length })}</span>}
          {met + unmet + recorded > 0 && <span>{say('metOf', { met, unmet, recorded })}</span>}
          {band !== null && (
            <Tag color={band.name === 'unqualified' ? 'error' : 'success'}>
              {band.words[language]}
            </Tag>
          )}
          {vetoed && <Tag color="error">{say('vetoed')}</Tag>}
          <Tag>{say(`evaluation.${found.status}` as OversightWord)}</Tag>
        </div>
        <Facts
          rows={[
            [say('enterprise'), found.enterpriseName],
            [say('evaluationKind'), say(`evaluationKind.${found.kind}` as OversightWord)],
            [say('period'), shownDays(found.from, found.to)],
            [say('sheet'), say('sheetVersion', { version: found.sheetVersion })],
            [say('collectedAt'), shownInstant(String(found['collectedAt']))],
            [say('signatures'), found.signatures.map(({ at }) => shownInstant(at)).join(', ')],
          ]}
        />
      </div>
    </Card>
  )
}

const Vetoes = ({
  found,
  sheet,
}: {
  readonly found: EvaluationDetail
  readonly sheet: Sheet | undefined
}) => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const send = useSend()
  const own = isOwn(found, useSession()?.role)
  const standing = found.vetoes.filter((veto) => (veto['withdrawn'] ?? null) === null)
  return standing.map(({ code, reason }) => (
    <Alert
      key={code}
      type="error"
      showIcon
      title={sheet?.vetoes.find((one) => one.code === code)?.words[language] ?? say('vetoed')}
      description={reason}
      action={
        own && found.status !== 'final' ? (
          <ReasonButton
            size="small"
            label={say('withdrawVeto')}
            consequence={say('withdrawVetoHint')}
            reasonLabel={say('reason')}
            onConfirm={(why) =>
              send('POST', `/v1/evaluations/${found.id}/vetoes`, {
                code,
                reason: why,
                withdraw: true,
              })
            }
          />
        ) : undefined
      }
    />
  ))
}

/** Rows in the groups of their sheet, in its order. */
const grouped = (items: readonly Item[]): readonly (readonly [string, readonly Item[]])[] => {
  const groups = new Map<string, Item[]>()
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item])
  return [...groups]
}

/** 评价表: one company by one sheet. */
const EvaluationPage = () => {
  const say = oversightTexts.useTexts()
  const language = useLanguage()
  const role = useSession()?.role
  const { evaluation: id = '' }: { readonly evaluation?: string } = useParams({ strict: false })
  const sheets = useQuery({
    queryKey: ['score-sheets'],
    queryFn: ({ signal }) => get<{ readonly items: readonly Sheet[] }>('/v1/score-sheets', signal),
    staleTime: Number.POSITIVE_INFINITY,
  }).data?.items
  const asked = useQuery({
    queryKey: ['evaluation', id],
    queryFn: ({ signal }) => get<EvaluationDetail>(`/v1/evaluations/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => {
        const sheet = sheets?.find((one) => one.id === found.sheet)
        const groups = (sheet?.['groups'] as readonly Group[] | undefined) ?? []
        const open = found.status === 'draft' || found.status === 'scored'
        return (
          <>
            <Link to="/office/evaluations" className={`${styles['back']} no-print`}>
              {say('backToEvaluations')}
            </Link>
            <PageHead
              title={sheet?.words[language] ?? say('evaluations')}
              hint={say('noVersion', { no: found.no, version: found.version })}
            >
              <EvaluationActions found={found} sheet={sheet} />
            </PageHead>
            <div className={styles['parts']}>
              <Vetoes found={found} sheet={sheet} />
              <Summary found={found} />
              {grouped(itemsOf(found)).map(([name, items]) => (
                <Card
                  key={name}
                  size="small"
                  title={groups.find((one) => one.name === name)?.words[language] ?? say('items')}
                >
                  <ol className={styles['items']}>
                    {items.map((item) => (
                      <EvaluationItem
                        key={item.no}
                        item={item}
                        found={found}
                        mayScore={open && isOwn(found, role)}
                        mayAttach={found.status !== 'final' && role !== 'admin'}
                      />
                    ))}
                  </ol>
                </Card>
              ))}
            </div>
          </>
        )
      }}
    </Loaded>
  )
}

export default EvaluationPage
