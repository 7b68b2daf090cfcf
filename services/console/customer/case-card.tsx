import { useQuery } from '@tanstack/react-query'
import { Button, Tag, Timeline } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { dayOf, shownDay, shownInstant } from '#console/i18n/format.ts'
import { get } from '#console/net/call.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { Loaded } from '#console/parts/loaded.tsx'
import type { serviceCase, serviceCaseDetail } from '#schemas/api/service-case.ts'
import styles from './customer.module.css'
import { customerTexts } from './texts.ts'

export type Area = 'repairs' | 'complaints'
export type Case = z.infer<typeof serviceCase>
type Detail = z.infer<typeof serviceCaseDetail>
type Say = ReturnType<typeof customerTexts.useTexts>

const worded = (prefix: 'topic' | 'repair' | 'status' | 'due' | 'step', word: string, say: Say) => {
  const key = `${prefix}.${word}`
  return customerTexts.has(key) ? say(key) : null
}

const topicOf = (area: Area, found: Case, say: Say): string =>
  worded(area === 'repairs' ? 'repair' : 'topic', String(found['topic']), say) ?? say(area)

const Progress = ({ area, id }: { readonly area: Area; readonly id: string }) => {
  const say = customerTexts.useTexts()
  const send = useSend()
  const detail = useQuery({
    queryKey: ['my', area, id],
    queryFn: ({ signal }) => get<Detail>(`/v1/${area}/${id}`, signal),
  })
  return (
    <Loaded query={detail}>
      {({ entries, endedAt }) => (
        <>
          <Timeline
            items={entries.map(({ seq, type, at, note }) => ({
              key: seq,
              content: (
                <>
                  <strong>{worded('step', type, say) ?? say('step.other')}</strong>
                  <div className={styles['quiet']}>{shownInstant(at)}</div>
                  {note}
                </>
              ),
            }))}
          />
          {endedAt === null && (
            <FormButton
              label={say('addNote')}
              fields={[{ name: 'note', label: say('noteText'), kind: 'area', maxLength: 4000 }]}
              onSubmit={({ note }) =>
                send('POST', `/v1/${area}/${id}/steps`, { type: 'note', note })
              }
            />
          )}
        </>
      )}
    </Loaded>
  )
}

/** A repair or a complaint: where it stands, by when something has to happen, and what was done. */
export const CaseCard = ({ area, found }: { readonly area: Area; readonly found: Case }) => {
  const say = customerTexts.useTexts()
  const [open, setOpen] = useState(false)
  const due = found.deadlines.filter(({ metAt }) => metAt === null)
  return (
    <li className={styles['card']}>
      <div className={styles['head']}>
        <strong>{topicOf(area, found, say)}</strong>
        <Tag color={found.endedAt === null ? 'processing' : 'success'}>
          {worded('status', found.status, say) ?? found.status}
        </Tag>
      </div>
      <span className={styles['quiet']}>
        {found.no} · {shownInstant(found.openedAt)}
      </span>
      {found.endedAt === null &&
        due.map(({ name, dueAt, overdue }) => (
          <span key={name} className={overdue ? styles['late'] : undefined}>
            {say('answerBy', {
              name: worded('due', name, say) ?? say('step.other'),
              day: shownDay(dayOf(dueAt)),
            })}
          </span>
        ))}
      <Button aria-expanded={open} onClick={() => setOpen(!open)}>
        {say('details')}
      </Button>
      {open && <Progress area={area} id={found.id} />}
    </li>
  )
}
