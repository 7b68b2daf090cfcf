import { Card, Space } from 'antd'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { type Role, useSession } from '#console/net/session.ts'
import { useSend } from '#console/net/use-send.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { findingName, findingWords } from '#console/parts/finding-words.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import { ReasonButton } from '#console/parts/reason-button.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { CylinderTags } from './cylinder-tags.tsx'
import { LabelButton } from './label-button.tsx'
import { officeTexts } from './texts.ts'

type Standing = { readonly code: string }

const may = (role: Role | undefined, ...roles: readonly Role[]): boolean =>
  role !== undefined && roles.includes(role)

type Part = { readonly cylinder: CylinderView; readonly role: Role | undefined }

const usePost = (code: string) => {
  const send = useSend()
  return (step: string, body: unknown) => send('POST', `/v1/cylinders/${code}/${step}`, body)
}

/** 解除隔离、隔离. */
const Quarantine = ({ cylinder, role }: Part) => {
  const say = officeTexts.useTexts()
  const name = findingWords.useTexts()
  const post = usePost(cylinder.code)
  const standing = (cylinder['standing'] as readonly Standing[] | undefined) ?? []
  const blocked = cylinder.service.state === 'quarantined'
  const codes = [...new Set(standing.map(({ code }) => code))]
  const fields: readonly FormField[] = [
    ...(codes.length === 0
      ? []
      : [
          {
            name: 'codes',
            label: say('releaseWhat'),
            kind: 'choices',
            initial: codes,
            options: codes.map((code) => ({ value: code, label: findingName(code, name) })),
          } as const,
        ]),
    { name: 'reason', label: say('reason'), kind: 'area', maxLength: 500 },
  ]
  return (
    <>
      {blocked && may(role, 'admin', 'office', 'regulator') && (
        <FormButton
          type="primary"
          label={say('release')}
          consequence={say('releaseHint')}
          fields={fields}
          onSubmit={(values) => post('release', values)}
        />
      )}
      {!blocked && may(role, 'admin', 'office', 'station', 'lab', 'regulator') && (
        <ReasonButton
          label={say('quarantine')}
          consequence={say('quarantineHint')}
          reasonLabel={say('reason')}
          onConfirm={(reason) => post('quarantine', { reason })}
        />
      )}
    </>
  )
}

/** 挂失、找回. */
const Whereabouts = ({ cylinder, role }: Part) => {
  const say = officeTexts.useTexts()
  const post = usePost(cylinder.code)
  const { sites } = useNames()
  if (cylinder.service.state !== 'lost') {
    return may(role, 'admin', 'office', 'station', 'courier') ? (
      <ReasonButton
        label={say('reportLost')}
        consequence={say('reportLostHint')}
        reasonLabel={say('reason')}
        onConfirm={(reason) => post('lost', { reason })}
      />
    ) : null
  }
  if (!may(role, 'admin', 'office', 'station')) return null
  return (
    <FormButton
      type="primary"
      label={say('found')}
      consequence={say('foundHint')}
      fields={[
        {
          name: 'siteId',
          label: say('broughtTo'),
          kind: 'choice',
          optional: true,
          options: sites.map(({ id, name }) => ({ value: id, label: name })),
        },
        { name: 'reason', label: say('reason'), kind: 'area', maxLength: 500 },
      ]}
      onSubmit={(values) => post('found', values)}
    />
  )
}

/** 皮重更正. */
const Tare = ({ cylinder }: Pick<Part, 'cylinder'>) => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const post = usePost(cylinder.code)
  const now = cylinder.tareG
  return (
    <FormButton
      label={say('correctTare')}
      consequence={say('correctTareHint')}
      fields={[
        {
          name: 'tareG',
          label: word('tare'),
          kind: 'kg',
          ...(typeof now === 'number' ? { initial: now / 1000 } : {}),
        },
        {
          name: 'validFrom',
          label: say('validFrom'),
          kind: 'instant',
          optional: true,
          hint: say('validFromHint'),
        },
        { name: 'reason', label: say('reason'), kind: 'area', maxLength: 500 },
      ]}
      onSubmit={(values) => post('tare', values)}
    />
  )
}

/** 报废、去功能化. */
const End = ({ cylinder }: Pick<Part, 'cylinder'>) => {
  const say = officeTexts.useTexts()
  const post = usePost(cylinder.code)
  if (cylinder.service.state !== 'retired') {
    return (
      <ReasonButton
        danger
        label={say('retire')}
        consequence={say('retireHint', { code: cylinder.code })}
        reasonLabel={say('reason')}
        onConfirm={(reason) => post('retire', { reason })}
      />
    )
  }
  if (cylinder.custody.kind === 'scrap') return null
  return (
    <FormButton
      danger
      label={say('destroy')}
      consequence={say('destroyHint')}
      fields={[
        { name: 'method', label: say('destroyMethod'), kind: 'text', maxLength: 64 },
        { name: 'evidence', label: say('destroyEvidence'), kind: 'area', maxLength: 500 },
        { name: 'certificateNo', label: say('certificateNo'), kind: 'text', optional: true },
        { name: 'witness', label: say('witness'), kind: 'text', optional: true },
      ]}
      onSubmit={(values) => post('destroy', values)}
    />
  )
}

/** 处置: what may be done with one cylinder by whoever is signed in; each step becomes an event of its life. */
export const CylinderActions = ({ cylinder }: { readonly cylinder: CylinderView }) => {
  const say = officeTexts.useTexts()
  const role = useSession()?.role
  const alive = cylinder.service.state !== 'retired'
  const part = { cylinder, role }
  return (
    <Card title={say('actions')} size="small" className="no-print">
      <Space wrap>
        {alive && <Quarantine {...part} />}
        {alive && <Whereabouts {...part} />}
        {alive && may(role, 'admin', 'office') && <Tare cylinder={cylinder} />}
        <LabelButton code={cylinder.code} />
        {may(role, 'admin', 'office', 'lab') && <End cylinder={cylinder} />}
      </Space>
      <CylinderTags
        cylinder={cylinder}
        mayBind={alive && may(role, 'admin', 'office', 'station')}
        mayRelease={alive && may(role, 'admin', 'office')}
      />
    </Card>
  )
}
