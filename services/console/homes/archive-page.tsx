import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button, Card } from 'antd'
import type { z } from 'zod'
import { shownDay } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { Facts } from '#console/parts/facts.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { spanText } from '#console/parts/span-text.ts'
import { shellTexts } from '#console/shell/texts.ts'
import type { premisesView } from '#schemas/api/premises.ts'
import { ArchiveNotices } from './archive-notices.tsx'
import { ArchiveRest } from './archive-rest.tsx'
import { ArchiveVisits } from './archive-visits.tsx'
import { type HomeArchive, type HomePlan, worded } from './home-types.ts'
import styles from './homes.module.css'
import { SupplyButtons } from './supply-buttons.tsx'
import { homeTexts } from './texts.ts'
import { VisitButtons } from './visit-button.tsx'

type Place = z.infer<typeof premisesView>

const NextVisit = ({ premisesId }: { readonly premisesId: string }) => {
  const say = homeTexts.useTexts()
  const role = useSession()?.role
  const plan = useQuery({
    queryKey: ['home-plans', premisesId],
    queryFn: ({ signal }) =>
      get<Page<HomePlan>>(`/v1/home-plans?limit=1&premisesId=${premisesId}`, signal),
  }).data?.items[0]
  return (
    <Card size="small" title={say('nextVisit')}>
      {plan === undefined ? (
        <p className={styles['quiet']}>{say('noPlan')}</p>
      ) : (
        <div className={styles['parts']}>
          <Facts
            rows={[
              [say('class'), worded('class', plan.class, say)],
              [say('due'), shownDay(plan.dueOn)],
              [
                say('visit'),
                plan.visitFrom === null || plan.visitTo === null
                  ? say('notAgreed')
                  : spanText({ from: plan.visitFrom, to: plan.visitTo }),
              ],
              [
                say('wish'),
                plan.wishFrom === null || plan.wishTo === null
                  ? null
                  : spanText({ from: plan.wishFrom, to: plan.wishTo }),
              ],
            ]}
          />
          {role !== 'regulator' && (
            <div className="no-print">
              <VisitButtons plan={plan} />
            </div>
          )}
        </div>
      )}
    </Card>
  )
}

/** 安检档案 of one home (R001-5.5-¶8): three years on one page, as an inspector asks for it. */
const ArchivePage = () => {
  const say = homeTexts.useTexts()
  const common = shellTexts.useTexts()
  const { customer = '', premises = '' }: { customer?: string; premises?: string } = useParams({
    strict: false,
  })
  const path = `/v1/customers/${customer}/premises/${premises}`
  const archive = useQuery({
    queryKey: ['home-archive', premises],
    queryFn: ({ signal }) => get<HomeArchive>(`${path}/archive`, signal),
  })
  const place = useQuery({
    queryKey: ['premises', customer, premises],
    queryFn: ({ signal }) => get<Place>(path, signal),
  }).data
  return (
    <Loaded query={archive}>
      {(found) => (
        <>
          <Link to={`/office/customers/${customer}`} className={`${styles['back']} no-print`}>
            {say('back')}
          </Link>
          <PageHead
            title={say('archiveTitle', { address: place?.address ?? place?.region ?? '' })}
            hint={say('archiveHint', { from: shownDay(found.from) })}
          >
            <SupplyButtons customerId={customer} premisesId={premises} />
            <Button icon={<PrinterOutlined />} onClick={() => window.print()}>
              {common('print')}
            </Button>
          </PageHead>
          <div className={styles['parts']}>
            <NextVisit premisesId={premises} />
            <ArchiveNotices archive={found} />
            <ArchiveVisits archive={found} />
            <ArchiveRest archive={found} />
          </div>
        </>
      )}
    </Loaded>
  )
}

export default ArchivePage
