import { UploadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useDeferredValue, useState } from 'react'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { get, query } from '#console/net/call.ts'
import type { Page } from '#console/net/pages.ts'
import { useSession } from '#console/net/session.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNarrow } from '#console/parts/use-narrow.ts'
import { useCylinderColumns } from './cylinder-columns.tsx'
import { type CylinderFilter, CylinderFilters } from './cylinder-filters.tsx'
import { LabelsButton } from './labels-button.tsx'
import { RegisterButton } from './register-button.tsx'
import { officeTexts } from './texts.ts'
import { useSettled } from './use-settled.ts'

/** 气瓶档案: find one by whatever is at hand, or list those that have something in common. */
const CylindersPage = () => {
  const say = officeTexts.useTexts()
  const navigate = useNavigate()
  const session = useSession()
  const columns = useCylinderColumns()
  const [filter, setFilter] = useState<CylinderFilter>({})
  const [chosen, setChosen] = useState<readonly string[]>([])
  const asked = useDeferredValue(useSettled(filter))
  const isLab = session?.role === 'lab'
  const open = (code: string): void => void navigate({ to: `/cylinders/${code}` })
  /** A scan that means one cylinder opens it; otherwise the list shows what it may mean. */
  const scanned = async (typed: string): Promise<void> => {
    if (typed === '') return
    setFilter({ ...filter, q: typed })
    const path = `/v1/cylinders${query({ q: typed, limit: 2 })}`
    const [first, second] = (await get<Page<CylinderView>>(path)).items
    if (first !== undefined && second === undefined) open(first.code)
    // Of others' cylinders a laboratory sees those in hand, one by one.
    if (first === undefined && isLab) open(typed)
  }
  const narrow = useNarrow()
  const mayRegister = session?.role === 'admin' || session?.role === 'office'
  return (
    <>
      <PageHead title={say('cylinders')} hint={say('cylindersHint')}>
        {!narrow && <LabelsButton codes={chosen} />}
        {mayRegister && (
          <>
            <RegisterButton />
            <Link to="/office/cylinders/import">
              <Button icon={<UploadOutlined />} tabIndex={-1}>
                {say('import')}
              </Button>
            </Link>
          </>
        )}
      </PageHead>
      <CylinderFilters
        filter={filter}
        onChange={setFilter}
        onScan={(typed) => void scanned(typed).catch(() => undefined)}
      />
      <PageTable<CylinderView>
        path="/v1/cylinders"
        filter={asked}
        columns={columns}
        rowKey={({ code }) => code}
        onRow={({ code }) => open(code)}
        widthPx={1164}
        chosen={chosen}
        onChoose={setChosen}
        empty={say(isLab && filter.q === undefined ? 'noOwnCylinder' : 'noCylinder')}
      />
    </>
  )
}

export default CylindersPage
