import { CameraOutlined } from '@ant-design/icons'
import { Alert, Button, Spin, Upload } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { shellTexts } from '#console/shell/texts.ts'
import { ProblemAlert } from './problem-alert.tsx'

const SignaturePad = lazy(() =>
  import('#console/courier/visit/signature-pad.tsx').then(({ SignaturePad: pad }) => ({
    default: pad,
  })),
)

export type UploadPicture = (picture: Blob) => Promise<string>

/** A picture that a form names by its SHA-256: a file, or a signature on the screen. It is uploaded at once. */
export const PictureControl = ({
  kind,
  label,
  upload,
  value,
  onChange,
}: {
  readonly kind: 'picture' | 'signature'
  readonly label: string
  readonly upload: UploadPicture
  readonly value?: string
  readonly onChange?: (object: string | undefined) => void
}): ReactNode => {
  const say = shellTexts.useTexts()
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const send = async (picture: Blob): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      onChange?.(await upload(picture))
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  const chosen = async (file: File): Promise<void> => {
    const { smallPhoto } = await import('#console/courier/visit/keep-picture.ts')
    await send(await smallPhoto(file))
  }
  if (value !== undefined) {
    return (
      <Alert
        type="success"
        showIcon
        title={say('pictureKept')}
        action={
          <Button size="small" onClick={() => onChange?.(undefined)}>
            {say('pictureAnew')}
          </Button>
        }
      />
    )
  }
  return (
    <Spin spinning={busy}>
      {kind === 'signature' ? (
        <Suspense fallback={<Spin />}>
          <SignaturePad onSigned={(picture) => void send(picture)} />
        </Suspense>
      ) : (
        <Upload
          accept="image/*"
          showUploadList={false}
          beforeUpload={(file) => {
            chosen(file).catch(setError)
            return false
          }}
        >
          <Button icon={<CameraOutlined />} aria-label={`${label}: ${say('choosePicture')}`}>
            {say('choosePicture')}
          </Button>
        </Upload>
      )}
      <ProblemAlert error={error} />
    </Spin>
  )
}
