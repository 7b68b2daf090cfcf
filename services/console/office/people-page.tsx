import { Segmented } from 'antd'
import { useState } from 'react'
import { useSession } from '#console/net/session.ts'
import { PageHead } from '#console/parts/page-head.tsx'
import { BadgeList } from './badge-list.tsx'
import { CertificateList } from './certificate-list.tsx'
import styles from './work-page.module.css'
import { StaffList } from './staff-list.tsx'
import { TrainingList } from './training-list.tsx'
import { UserList } from './user-list.tsx'
import { officeTexts } from './texts.ts'

const lists = {
  staff: StaffList,
  certificates: CertificateList,
  trainings: TrainingList,
  badges: BadgeList,
  users: UserList,
} as const

type List = keyof typeof lists

/** 员工与账户: who works here, with certificates and trainings; who may sign in. */
const PeoplePage = () => {
  const say = officeTexts.useTexts()
  const role = useSession()?.role
  const [list, setList] = useState<List>('staff')
  const Shown = lists[list]
  const shown: readonly List[] =
    role === 'admin'
      ? ['staff', 'certificates', 'trainings', 'badges', 'users']
      : ['staff', 'certificates', 'trainings', 'badges']
  return (
    <>
      <PageHead title={say('people')} hint={say('peopleHint')} />
      <div className={styles['tabs']}>
        <Segmented<List>
          aria-label={say('people')}
          value={list}
          onChange={setList}
          options={shown.map((value) => ({ value, label: say(`people.${value}`) }))}
        />
      </div>
      <Shown />
    </>
  )
}

export default PeoplePage
