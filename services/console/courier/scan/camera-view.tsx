import { BulbOutlined, CloseOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import styles from './camera-view.module.css'
import { readCode } from './read-code.ts'

/** Six looks a second: a hand holds still for longer, and the phone stays cool. */
const LOOK_MS = 160

// TypeScript's DOM does not know it yet (Image Capture, W3C).
type Torch = { readonly torch?: boolean }

const canLight = (track: MediaStreamTrack | undefined): boolean =>
  (track?.getCapabilities() as Torch | undefined)?.torch === true

const light = (track: MediaStreamTrack, on: boolean): Promise<void> =>
  track.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] })

/** The camera until a code is seen or it is closed; the lamp where the phone lets us. */
const CameraView = ({
  onCode,
  onClose,
}: {
  readonly onCode: (code: string) => void
  readonly onClose: () => void
}) => {
  const say = courierTexts.useTexts()
  const video = useRef<HTMLVideoElement>(null)
  const [track, setTrack] = useState<MediaStreamTrack>()
  const [lit, setLit] = useState(false)
  const [refused, setRefused] = useState(false)
  const seen = useRef(onCode)
  useEffect(() => {
    seen.current = onCode
  })
  useEffect(() => {
    let stream: MediaStream | undefined
    let timer: ReturnType<typeof setTimeout> | undefined
    let ended = false
    const look = async (): Promise<void> => {
      const { current } = video
      const code =
        current === null || current.readyState < HTMLMediaElement.HAVE_CURRENT_DATA
          ? null
          : await readCode(current).catch(() => null)
      if (ended) return
      if (code !== null) seen.current(code)
      else timer = setTimeout(() => void look(), LOOK_MS)
    }
    const open = async (): Promise<void> => {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
        audio: false,
      })
      if (ended) return stop()
      setTrack(stream.getVideoTracks()[0])
      if (video.current === null) return
      video.current.srcObject = stream
      await video.current.play()
      void look()
    }
    const stop = (): void => {
      for (const one of stream?.getTracks() ?? []) one.stop()
    }
    // Without HTTPS there is no camera at all: then `mediaDevices` itself is missing.
    open().catch(() => setRefused(true))
    return () => {
      ended = true
      clearTimeout(timer)
      stop()
    }
  }, [])
  if (refused) return <Alert type="warning" showIcon title={say('noCamera')} />
  return (
    <div className={styles['view']}>
      <video ref={video} playsInline muted aria-label={say('camera')} />
      <div className={styles['keys']}>
        {track !== undefined && canLight(track) && (
          <Button
            icon={<BulbOutlined />}
            aria-pressed={lit}
            onClick={() => void light(track, !lit).then(() => setLit(!lit))}
          >
            {say('torch')}
          </Button>
        )}
        <Button icon={<CloseOutlined />} onClick={onClose}>
          {say('closeCamera')}
        </Button>
      </div>
    </div>
  )
}

export default CameraView
