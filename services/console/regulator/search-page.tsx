import { useNavigate } from '@tanstack/react-router'
import { Card } from 'antd'
import { PageHead } from '#console/parts/page-head.tsx'
import { ScanField } from '#console/parts/scan-field.tsx'
import styles from './search-page.module.css'
import { RecallForm } from './recall-form.tsx'
import { ScaleLocks } from './scale-locks.tsx'
import { StationLocks } from './station-locks.tsx'
import { regulatorTexts } from './texts.ts'

/** Where a regulator begins: one cylinder, or all that went through the same hands. */
const SearchPage = () => {
  const say = regulatorTexts.useTexts()
  const navigate = useNavigate()
  return (
    <>
      <PageHead title={say('search')} hint={say('searchHint')} />
      <div className={styles['parts']}>
        <Card title={say('oneCylinder')} size="small" className="no-print">
          <ScanField
            keepFocus
            label={say('scanOrType')}
            onScan={(code) => void navigate({ to: `/cylinders/${encodeURIComponent(code)}` })}
          />
          <p className={styles['hint']}>{say('oneCylinderHint')}</p>
        </Card>
        <RecallForm />
        {/* A printed recall says what was asked and what was found, nothing beside it. */}
        <div className={`${styles['parts']} no-print`}>
          <StationLocks />
          <ScaleLocks />
        </div>
      </div>
    </>
  )
}

export default SearchPage
