import { PrinterOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Card, DatePicker, Empty, Switch } from 'antd'
import { useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import {
  dayOf,
  shownDay,
  shownInstant,
  shownList,
  shownMass,
  shownMonth,
} from '#console/i18n/format.ts'
import { useSession } from '#console/net/session.ts'
import { CylinderActions } from '#console/office/cylinder-actions.tsx'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { MINUTE_FORMAT } from '#console/parts/minute-format.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { ServiceTag } from '#console/parts/service-tag.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import styles from './cylinder-page.module.css'
import { CustodyMap } from './custody-map.tsx'
import { DossierButton } from './dossier-button.tsx'
import { LifeEvent } from './life-event.tsx'
import { type Lock, LockEntry } from './lock-entry.tsx'
import { MismatchReports } from './mismatch-reports.tsx'
import { ProofButton } from './proof-button.tsx'
import { staysOf } from './stays.ts'
import { regulatorTexts } from './texts.ts'
import { type LifeEvent as Event, useTrace } from './use-trace.ts'

const mass = (grams: number | null | undefined): string | null =>
  typeof grams === 'number' ? shownMass(grams) : null

const day = (text: string | null | undefined): string | null =>
  typeof text === 'string' ? shownDay(text) : null

/** A day, or the month alone where the metal says no more. */
const madeOn = (text: string | null | undefined): string | null =>
  typeof text !== 'string' ? null : text.length === 7 ? shownMonth(`${text}-01`) : shownDay(text)

const CylinderFacts = ({ cylinder }: { readonly cylinder: CylinderView }) => {
  const word = cylinderWords.useTexts()
  const names = useNames()
  const { content, custody } = cylinder
  const water = cylinder.waterVolumeMl
  const tagsNow = (cylinder.tags ?? []).filter(({ until }) => typeof until !== 'string')
  return (
    <Facts
      rows={[
        [word('service'), <ServiceTag key="service" state={cylinder.service.state} />],
        [
          word('content'),
          [word(`content.${content.state}`), mass(content.netG)].filter((part) => part).join(' · '),
        ],
        [
          word('custody'),
          [word(`custody.${custody.kind}`), names.holder(custody.kind, custody.id)]
            .filter((part) => part)
            .join(' · '),
        ],
        [word('tare'), mass(cylinder.tareG)],
        [word('stampedMax'), mass(cylinder.stampedMaxG)],
        [word('waterVolume'), typeof water === 'number' ? `${water / 1000} L` : null],
        [word('madeOn'), madeOn(cylinder.madeOn)],
        [word('inspectedOn'), day(cylinder.inspectedOn)],
        [word('nextInspectionOn'), day(cylinder.nextInspectionOn)],
        [word('retireOn'), day(cylinder.retireOn)],
        [word('manufacturer'), cylinder.manufacturer],
        [word('serialNo'), cylinder.serialNo],
        [word('owner'), names.enterprise(cylinder.ownerId)],
        [word('tags'), shownList(tagsNow.map(({ value }) => value))],
      ]}
    />
  )
}

const isEvent = (entry: Event | Lock): entry is Event => 'recordedAt' in entry

/** Newest day first, and in a day the newest first: what a reader asks about happened last. */
const byDay = (
  events: readonly Event[],
  locks: readonly Lock[],
): readonly (readonly [string, readonly (Event | Lock)[]])[] => {
  const days = new Map<string, (Event | Lock)[]>()
  const all =
    locks.length === 0
      ? events
      : [...events, ...locks].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  for (const event of all.toReversed()) {
    const name = dayOf(event.at)
    const known = days.get(name)
    if (known === undefined) days.set(name, [event])
    else known.push(event)
  }
  return [...days]
}

const CylinderPage = () => {
  const say = regulatorTexts.useTexts()
  const common = shellTexts.useTexts()
  const name = findingWords.useTexts()
  const { code = '' }: { readonly code?: string } = useParams({ strict: false })
  const [asOf, setAsOf] = useState<string | null>(null)
  // A picker of its own for each round: it empties when somebody goes back to now.
  const [round, setRound] = useState(0)
  const [onlyFindings, setOnlyFindings] = useState(false)
  const life = useTrace(code, asOf)
  const backToNow = (): void => {
    setAsOf(null)
    setRound(round + 1)
  }
  const names = useNames()
  const role = useSession()?.role
  const mayEvidence = role === 'admin' || role === 'office' || role === 'regulator'
  const events = onlyFindings
    ? life.events.filter(({ findings, superseded }) => findings.length + superseded.length > 0)
    : life.events
  return (
    <>
      <PageHead
        title={code}
        hint={
          life.data &&
          say('lifeHint', { model: life.data.model, owner: names.enterprise(life.data.ownerId) })
        }
      >
        <DatePicker
          key={round}
          showTime={{ format: 'HH:mm' }}
          format={MINUTE_FORMAT}
          style={{ width: 190 }}
          placeholder={say('asOf')}
          aria-label={say('asOfHint')}
          onChange={(at) => setAsOf(at === null ? null : at.toISOString())}
        />
        {mayEvidence && <DossierButton code={code} />}
        <ProofButton code={code} />
        <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
          {common('print')}
        </Button>
      </PageHead>
      <Loaded query={life}>
        {(cylinder) => (
          <div className={styles['parts']}>
            {asOf !== null && (
              <Alert
                type="info"
                showIcon
                title={say('asOfActive', { at: shownInstant(asOf) })}
                description={say('asOfHint')}
                action={<Button onClick={backToNow}>{say('now')}</Button>}
              />
            )}
            {cylinder.service.reasons.length > 0 && (
              <Alert
                type="error"
                showIcon
                title={say('standing')}
                description={cylinder.service.reasons
                  .map((code) => findingName(code, name))
                  .join(' · ')}
              />
            )}
            {mayEvidence && <MismatchReports code={code} />}
            <Card title={say('facts')} size="small">
              <CylinderFacts cylinder={cylinder} />
            </Card>
            <Card title={say('custodyMap')} size="small">
              <CustodyMap stays={staysOf(life.events)} />
            </Card>
            {asOf === null && <CylinderActions cylinder={cylinder} />}
            <Card
              title={say('events')}
              size="small"
              extra={
                <label className="no-print">
                  <Switch size="small" checked={onlyFindings} onChange={setOnlyFindings} />{' '}
                  {say('onlyFindings')}
                </label>
              }
            >
              {events.length === 0 && <Empty description={say('noEvents')} />}
              {byDay(events, onlyFindings ? [] : life.locks).map(([name, ofDay]) => (
                <section key={name}>
                  <h2 className={styles['day']}>{shownDay(name)}</h2>
                  <ol className={styles['events']}>
                    {ofDay.map((entry) =>
                      isEvent(entry) ? (
                        <LifeEvent key={entry.id} event={entry} code={code} />
                      ) : (
                        <LockEntry key={`${entry.at} ${entry.scale}`} lock={entry} />
                      ),
                    )}
                  </ol>
                </section>
              ))}
              {life.hasNextPage && (
                <Button
                  block
                  loading={life.isFetchingNextPage}
                  onClick={() => void life.fetchNextPage()}
                >
                  {common('more')}
                </Button>
              )}
            </Card>
          </div>
        )}
      </Loaded>
    </>
  )
}

export default CylinderPage
