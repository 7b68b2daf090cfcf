import { CameraOutlined, PictureOutlined } from '@ant-design/icons'
import { Alert, Button, Skeleton } from 'antd'
import { type ChangeEvent, lazy, Suspense, useId, useState } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import { ScanField } from '#console/parts/scan-field.tsx'
import styles from './scan-box.module.css'

const CameraView = lazy(() => import('./camera-view.tsx'))

/** A code by camera, from a picture of a label, or typed: whichever the light and the gloves allow. */
export const ScanBox = ({
  label,
  onScan,
}: {
  readonly label: string
  readonly onScan: (code: string) => void
}) => {
  const say = courierTexts.useTexts()
  const [open, setOpen] = useState(false)
  const [unread, setUnread] = useState(false)
  const input = useId()
  const scanned = (code: string): void => {
    setUnread(false)
    setOpen(false)
    navigator.vibrate?.(60)
    onScan(code)
  }
  const fromPicture = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? []
    if (file === undefined) return
    const { readCode } = await import('./read-code.ts')
    const code = await readCode(file).catch(() => null)
    target.value = ''
    if (code === null) setUnread(true)
    else scanned(code)
  }
  return (
    <div className={styles['box']}>
      <div className={styles['row']}>
        <ScanField label={label} onScan={scanned} />
        <Button
          size="large"
          icon={<CameraOutlined />}
          aria-label={say('camera')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        />
        <label htmlFor={input} className={styles['picture']} title={say('fromPicture')}>
          <PictureOutlined aria-hidden />
          <span className={styles['hidden']}>{say('fromPicture')}</span>
          <input
            id={input}
            type="file"
            accept="image/*"
            onChange={(event) => void fromPicture(event)}
          />
        </label>
      </div>
      {unread && <Alert type="warning" showIcon title={say('unread')} />}
      {open && (
        <Suspense fallback={<Skeleton active />}>
          <CameraView onCode={scanned} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}
