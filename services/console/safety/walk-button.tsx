import { App, Button, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useSend } from '#console/net/use-send.ts'
import { FormModal } from '#console/parts/form-modal.tsx'
import type { Route } from './hazard-types.ts'
import styles from './safety.module.css'
import { safetyTexts } from './texts.ts'

type Seen = { readonly ok: boolean; readonly remark: string }
const WELL: Seen = { ok: true, remark: '' }

/** One round: only what is not in order has to be touched. */
export const WalkButton = ({ route }: { readonly route: Route }) => {
  const say = safetyTexts.useTexts()
  const send = useSend()
  const { message } = App.useApp()
  const [open, setOpen] = useState(false)
  const [seen, setSeen] = useState<Readonly<Record<string, Seen>>>({})
  const of = (item: string): Seen => seen[item] ?? WELL
  const see = (item: string, change: Partial<Seen>): void =>
    setSeen({ ...seen, [item]: { ...of(item), ...change } })
  const failed = route.items.some((item) => !of(item).ok)
  const close = (): void => {
    setOpen(false)
    setSeen({})
  }
  return (
    <>
      <Button type={route.overdue ? 'primary' : 'default'} onClick={() => setOpen(true)}>
        {say('walk')}
      </Button>
      <FormModal
        open={open}
        title={say('walkTitle', { name: route.name })}
        consequence={say('walkHint')}
        okText={say('walk')}
        fields={[
          {
            name: 'doneAt',
            label: say('at'),
            kind: 'instant',
            optional: true,
            hint: say('nowHint'),
          },
          ...(failed
            ? [
                {
                  name: 'hazardDueOn',
                  label: say('hazardDueOn'),
                  kind: 'day',
                  hint: say('hazardDueHint'),
                } as const,
              ]
            : []),
        ]}
        onSubmit={async (values) => {
          const results = route.items.map((item) => {
            const { ok, remark } = of(item)
            return { item, ok, ...(remark.trim() === '' || ok ? {} : { remark: remark.trim() }) }
          })
          await send('POST', '/v1/patrols', { routeId: route.id, results, ...values })
          void message.success(say('walked'))
        }}
        onClose={close}
      >
        <ul className={styles['items']}>
          {route.items.map((item) => {
            const { ok, remark } = of(item)
            return (
              <li key={item}>
                <span className={styles['line']}>
                  <span>{item}</span>
                  <Segmented<'ok' | 'wrong'>
                    aria-label={item}
                    value={ok ? 'ok' : 'wrong'}
                    onChange={(next) => see(item, { ok: next === 'ok' })}
                    options={[
                      { value: 'ok', label: say('itemOk') },
                      { value: 'wrong', label: say('itemWrong') },
                    ]}
                  />
                </span>
                {!ok && (
                  <Input
                    value={remark}
                    maxLength={500}
                    placeholder={say('remark')}
                    aria-label={`${item} ${say('remark')}`}
                    onChange={({ target }) => see(item, { remark: target.value })}
                  />
                )}
              </li>
            )
          })}
        </ul>
      </FormModal>
    </>
  )
}
