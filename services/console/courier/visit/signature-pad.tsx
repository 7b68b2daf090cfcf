import { Button } from 'antd'
import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { courierTexts } from '#console/courier/texts.ts'
import styles from './visit.module.css'

const WIDTH_PX = 720
const HEIGHT_PX = 280
const LINE_PX = 4

const pointOf = ({ currentTarget: canvas, clientX, clientY }: PointerEvent<HTMLCanvasElement>) => {
  const box = canvas.getBoundingClientRect()
  return {
    x: ((clientX - box.left) / box.width) * WIDTH_PX,
    y: ((clientY - box.top) / box.height) * HEIGHT_PX,
  }
}

/** Signed with a finger. `onSigned` gets the picture when it is accepted. */
export const SignaturePad = ({ onSigned }: { readonly onSigned: (picture: Blob) => void }) => {
  const say = courierTexts.useTexts()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [inked, setInked] = useState(false)
  const clear = (): void => {
    const ink = canvas.current?.getContext('2d')
    if (ink === null || ink === undefined) return
    ink.fillStyle = '#fff'
    ink.fillRect(0, 0, WIDTH_PX, HEIGHT_PX)
    ink.lineWidth = LINE_PX
    ink.lineCap = 'round'
    setInked(false)
  }
  useEffect(clear, [])
  const begin = (event: PointerEvent<HTMLCanvasElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId)
    const { x, y } = pointOf(event)
    const ink = event.currentTarget.getContext('2d')
    ink?.beginPath()
    ink?.moveTo(x, y)
  }
  const draw = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const { x, y } = pointOf(event)
    const ink = event.currentTarget.getContext('2d')
    ink?.lineTo(x, y)
    ink?.stroke()
    setInked(true)
  }
  const accept = (): void =>
    canvas.current?.toBlob((picture) => {
      if (picture !== null) onSigned(picture)
    }, 'image/png')
  return (
    <div className={styles['sign']}>
      <canvas
        ref={canvas}
        width={WIDTH_PX}
        height={HEIGHT_PX}
        role="img"
        aria-label={say('signHere')}
        onPointerDown={begin}
        onPointerMove={draw}
      />
      <div className={styles['row']}>
        <Button onClick={clear}>{say('signAgain')}</Button>
        <Button type="primary" disabled={!inked} onClick={accept}>
          {say('signDone')}
        </Button>
      </div>
    </div>
  )
}
