import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useSend } from '#console/net/use-send.ts'
import { ProblemAlert } from '#console/parts/problem-alert.tsx'
import { shellTexts } from '#console/shell/texts.ts'
import { languageOf, type PublicText } from './public-text.ts'
import styles from './publishing.module.css'
import { type PublishingWord, publishingTexts } from './texts.ts'

const Side = ({ text }: { readonly text: PublicText }) => {
  const { name, dir, html } = languageOf(text.lang)
  return (
    <div>
      <h3>{name}</h3>
      <p className={styles['body']} dir={dir} lang={html}>
        {text.body}
      </p>
    </div>
  )
}

/** A text beside what it translates; whoever has read both marks it as reviewed, and then it is public. */
export const TextReview = ({
  text,
  source,
  mayReview,
}: {
  readonly text: PublicText
  readonly source: PublicText | undefined
  readonly mayReview: boolean
}) => {
  const say = publishingTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const [open, setOpen] = useState(false)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const waits = mayReview && text.state === 'draft'
  const review = async (): Promise<void> => {
    setBusy(true)
    setError(null)
    try {
      await send('POST', `/v1/public-texts/${text.id}/review`)
      setOpen(false)
    } catch (failure) {
      setError(failure)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{waits ? say('readAndReview') : common('open')}</Button>
      <Modal
        open={open}
        width={860}
        title={say(`topic.${text.topic}` as PublishingWord)}
        onCancel={() => setOpen(false)}
        cancelText={common('close')}
        okText={say('markReviewed')}
        okButtonProps={waits ? {} : { hidden: true }}
        confirmLoading={busy}
        onOk={() => void review()}
      >
        {waits && <p>{say(text.lang === 'zh' ? 'reviewSourceHint' : 'reviewTranslationHint')}</p>}
        <div className={styles['sides']}>
          {source !== undefined && source.id !== text.id && <Side text={source} />}
          <Side text={text} />
        </div>
        <ProblemAlert error={error} />
      </Modal>
    </>
  )
}
