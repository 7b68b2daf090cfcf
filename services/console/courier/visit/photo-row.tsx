import { CameraOutlined } from '@ant-design/icons'
import { Alert } from 'antd'
import { type ChangeEvent, useId, useState } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import { keepPicture, smallPhoto } from './keep-picture.ts'
import styles from './visit.module.css'

/** Photos are kept at once and sent later: they never hold anybody up. */
export const PhotoRow = ({
  label,
  photos,
  most = 4,
  customerId,
  onChange,
}: {
  readonly label: string
  readonly photos: readonly string[]
  readonly most?: number
  readonly customerId: string
  readonly onChange: (photos: readonly string[]) => void
}) => {
  const say = courierTexts.useTexts()
  const input = useId()
  const [failed, setFailed] = useState(false)
  const taken = async ({ target }: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [file] = target.files ?? []
    if (file === undefined) return
    try {
      const sha256 = await keepPicture(await smallPhoto(file), { kind: 'photo', customerId })
      setFailed(false)
      onChange([...photos.filter((one) => one !== sha256), sha256])
    } catch {
      setFailed(true)
    }
    target.value = ''
  }
  return (
    <div className={styles['photos']}>
      {photos.length < most && (
        <label htmlFor={input} className={styles['take']}>
          <CameraOutlined aria-hidden /> {label}
          <input
            id={input}
            type="file"
            accept="image/*"
            capture="environment"
            onChange={(event) => void taken(event)}
          />
        </label>
      )}
      {photos.length > 0 && <span>{say('photosKept', { n: photos.length })}</span>}
      {failed && <Alert type="warning" showIcon title={say('photoFailed')} />}
    </div>
  )
}
