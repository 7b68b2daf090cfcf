import { PaperClipOutlined } from '@ant-design/icons'
import { Tag } from 'antd'
import { query, request } from '#console/net/call.ts'
import { useSession } from '#console/net/session.ts'
import { ReasonButton } from './reason-button.tsx'
import { workWords } from './work-words.ts'

const LOOKERS = ['admin', 'office', 'regulator']

/** A kept picture; who looks at it says why. Others read that there is one. */
export const ObjectButton = ({
  object,
  enterpriseId,
  label,
}: {
  readonly object: string
  readonly enterpriseId: string
  readonly label: string
}) => {
  const say = workWords.useTexts()
  const role = useSession()?.role
  if (role === undefined || !LOOKERS.includes(role)) return <Tag>{label}</Tag>
  const show = async (reason: string): Promise<void> => {
    // Opened by the click: a window that comes after the answer would be blocked.
    const view = window.open('', '_blank')
    try {
      const answer = await request('GET', `/v1/objects/${object}${query({ reason, enterpriseId })}`)
      const url = URL.createObjectURL(await answer.blob())
      if (view !== null) view.location.href = url
    } catch (error) {
      view?.close()
      throw error
    }
  }
  return (
    <ReasonButton
      className="no-print"
      size="small"
      type="link"
      icon={<PaperClipOutlined />}
      label={label}
      consequence={say('objectHint')}
      reasonLabel={say('objectReason')}
      onConfirm={show}
    />
  )
}
