import { CloudUploadOutlined, WarningOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { ReactNode } from 'react'
import { useUpdate } from '#console/worker/use-update.ts'
import styles from './courier-page.module.css'
import { useOnline } from './keep/use-online.ts'
import { useOutbox, useSender } from './keep/use-outbox.ts'
import { courierTexts } from './texts.ts'

/** Around every page of the courier: what is not told yet, and that it will be. */
export const CourierPage = ({ children }: { readonly children: ReactNode }) => {
  const say = courierTexts.useTexts()
  const online = useOnline()
  const outbox = useOutbox()
  useSender()
  const update = useUpdate()
  const waiting = outbox.filter(({ state }) => state === 'waiting').length
  const refused = outbox.filter(({ state }) => state === 'refused').length
  return (
    <div className={styles['page']}>
      {!online && (
        <p className={styles['offline']} role="status">
          {say('offline')}
        </p>
      )}
      {waiting > 0 && (
        <div role="status">
          <Link to="/courier/outbox" className={styles['waiting'] ?? ''}>
            <CloudUploadOutlined aria-hidden /> {say('waiting', { n: waiting })}
          </Link>
        </div>
      )}
      {refused > 0 && (
        <div role="alert">
          <Link to="/courier/outbox" className={styles['refused'] ?? ''}>
            <WarningOutlined aria-hidden /> {say('refusedCount', { n: refused })}
          </Link>
        </div>
      )}
      {update !== null && (
        <Alert
          type="info"
          showIcon
          title={say('newVersion')}
          description={say('newVersionHint')}
          action={<Button onClick={update}>{say('update')}</Button>}
        />
      )}
      {children}
    </div>
  )
}
