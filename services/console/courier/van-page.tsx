import { Alert, Empty } from 'antd'
import { useState } from 'react'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { Loaded } from '#console/parts/loaded.tsx'
import type { VanCylinder } from '#schemas/api/stop.ts'
import { CourierPage } from './courier-page.tsx'
import { useDay } from './keep/use-day.ts'
import { ScanBox } from './scan/scan-box.tsx'
import { courierTexts } from './texts.ts'
import styles from './van-page.module.css'

const contentWord = (content: string, say: ReturnType<typeof cylinderWords.useTexts>): string => {
  const key = `content.${content}`
  return cylinderWords.has(key) ? say(key) : content
}

const Cylinder = ({ cylinder }: { readonly cylinder: VanCylinder }) => {
  const say = courierTexts.useTexts()
  const finding = findingWords.useTexts()
  const word = cylinderWords.useTexts()
  const { code, model, content, block } = cylinder
  return (
    <li className={block === null ? styles['free'] : styles['blocked']}>
      <strong className="numbers">{code}</strong>
      <span>
        {model} · {contentWord(content, word)}
      </span>
      {block !== null && (
        <span className={styles['why']}>
          {say('mayNot', { why: findingName(block.code, finding), clause: block.clause })}
        </span>
      )}
    </li>
  )
}

/** What one scan says of a cylinder, also without a network. */
const Scanned = ({
  code,
  van,
}: {
  readonly code: string
  readonly van: readonly VanCylinder[]
}) => {
  const say = courierTexts.useTexts()
  const finding = findingWords.useTexts()
  const found = van.find((cylinder) => cylinder.code === code)
  if (found === undefined) {
    return <Alert type="warning" showIcon title={say('notAboard', { code })} />
  }
  const { block } = found
  if (block === null) return <Alert type="success" showIcon title={say('mayGo', { code })} />
  const why = findingName(block.code, finding)
  return (
    <Alert
      type="error"
      showIcon
      title={say('stays', { code })}
      description={say('mayNot', { why, clause: block.clause })}
    />
  )
}

const VanPage = () => {
  const say = courierTexts.useTexts()
  const asked = useDay()
  const [code, setCode] = useState<string | null>(null)
  return (
    <CourierPage>
      <h1>{say('van')}</h1>
      <ScanBox label={say('scanCylinder')} onScan={setCode} />
      <Loaded query={asked}>
        {({ day: { van } }) => (
          <>
            <div role="status">{code !== null && <Scanned code={code} van={van} />}</div>
            <h2>{say('aboard', { n: van.length })}</h2>
            {van.length === 0 && (
              <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={say('nothingAboard')} />
            )}
            <ul className={styles['list']}>
              {van.map((cylinder) => (
                <Cylinder key={cylinder.code} cylinder={cylinder} />
              ))}
            </ul>
          </>
        )}
      </Loaded>
    </CourierPage>
  )
}

export default VanPage
