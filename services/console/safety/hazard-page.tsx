import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Card, Timeline } from 'antd'
import { shownDay, shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { ObjectButton } from '#console/parts/object-button.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { HazardSteps } from './hazard-steps.tsx'
import { HazardTags } from './hazard-tags.tsx'
import { type HazardDetail, type HazardStep, sourceName } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'

const nameOf = ({ type, passed }: HazardStep) => {
  if (type === 'recheck') return passed === true ? 'step.rechecked' : 'step.failed'
  return type === 'report' ? 'step.report' : 'step.rectify'
}

const Photos = ({
  photos,
  enterpriseId,
}: {
  readonly photos: readonly string[]
  readonly enterpriseId: string
}) => {
  const say = safetyTexts.useTexts()
  return photos.map((object, n) => (
    <ObjectButton
      key={object}
      object={object}
      enterpriseId={enterpriseId}
      label={say('photoNo', { n: n + 1 })}
    />
  ))
}

const Steps = ({ found }: { readonly found: HazardDetail }) => {
  const say = safetyTexts.useTexts()
  if (found.steps.length === 0) return <p className={styles['quiet']}>{say('noSteps')}</p>
  return (
    <Timeline
      items={found.steps.map((step) => ({
        key: step.id,
        content: (
          <>
            <strong>{say(nameOf(step))}</strong>
            <div className={styles['quiet']}>{shownInstant(step.at)}</div>
            <p className={styles['text']}>
              {step.type === 'report'
                ? say('toIs', { to: step.to ?? '', no: step.no ?? '' })
                : (step.remedy ?? step.finding)}
            </p>
            <Photos photos={step.photos ?? []} enterpriseId={found.enterpriseId} />
          </>
        ),
      }))}
    />
  )
}

/** One hazard at a station, from where it was found to where somebody else saw that it is gone. */
const HazardPage = () => {
  const say = safetyTexts.useTexts()
  const common = shellTexts.useTexts()
  const { site } = useNames()
  const { hazard: id = '' }: { readonly hazard?: string } = useParams({ strict: false })
  const asked = useQuery({
    queryKey: ['company-hazard', id],
    queryFn: ({ signal }) => get<HazardDetail>(`/v1/company-hazards/${id}`, signal),
  })
  return (
    <Loaded query={asked}>
      {(found) => (
        <>
          <Link to="/office/hazards" className={`${styles['back']} no-print`}>
            {say('back')}
          </Link>
          <PageHead title={say('hazardTitle', { no: found.no })} hint={<HazardTags row={found} />}>
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {common('print')}
            </Button>
          </PageHead>
          <div className={styles['parts']}>
            <HazardSteps row={found} />
            <Card size="small" title={say('facts')}>
              <div className={styles['parts']}>
                <p className={styles['text']}>{found.what}</p>
                <Facts
                  rows={[
                    [say('station'), site(found.stationId)],
                    [say('source'), sourceName(found.source, say)],
                    [say('foundAt'), shownInstant(found.foundAt)],
                    [say('dueOn'), shownDay(found.dueOn)],
                    [say('control'), found.control],
                    [
                      say('closedAt'),
                      found.closedAt === null ? null : shownInstant(found.closedAt),
                    ],
                  ]}
                />
                <Photos photos={found.photos} enterpriseId={found.enterpriseId} />
              </div>
            </Card>
            <Card size="small" title={say('steps')}>
              <Steps found={found} />
            </Card>
          </div>
        </>
      )}
    </Loaded>
  )
}

export default HazardPage
