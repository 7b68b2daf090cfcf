import { PlusOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { cylinderModels } from '#domain/cylinder-model.ts'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { useSend } from '#console/net/use-send.ts'
import { useSession } from '#console/net/session.ts'
import { cylinderWords } from '#console/parts/cylinder-words.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import type { FormField } from '#console/parts/form-field.tsx'
import type { FormValues } from '#console/parts/form-values.ts'
import { useNames } from '#console/parts/use-names.ts'
import { officeTexts } from './texts.ts'

const models = cylinderModels.flatMap(({ massCode, volumeCode, codes2023 }) =>
  [massCode, volumeCode, ...codes2023].flatMap((code) => code ?? []),
)

const useFields = (): readonly FormField[] => {
  const say = officeTexts.useTexts()
  const word = cylinderWords.useTexts()
  const { enterprises } = useNames()
  const own = useSession()?.enterpriseId
  return [
    { name: 'code', label: word('code'), kind: 'text', maxLength: 32 },
    {
      name: 'model',
      label: word('model'),
      kind: 'choice',
      hint: say('modelHint'),
      options: models.map((model) => ({ value: model, label: model })),
    },
    {
      name: 'ownerId',
      label: word('owner'),
      kind: 'choice',
      ...(own === null || own === undefined ? {} : { initial: own }),
      options: enterprises.map(({ id, name }) => ({ value: id, label: name })),
    },
    { name: 'tareG', label: word('tare'), kind: 'kg', optional: true },
    { name: 'stampedMaxG', label: word('stampedMax'), kind: 'kg', optional: true },
    { name: 'waterVolumeMl', label: word('waterVolume'), kind: 'litres', optional: true },
    { name: 'serialNo', label: word('serialNo'), kind: 'text', maxLength: 64, optional: true },
    { name: 'manufacturer', label: word('manufacturer'), kind: 'text', optional: true },
    { name: 'madeOn', label: word('madeOn'), kind: 'day', optional: true },
    { name: 'inspectedOn', label: word('inspectedOn'), kind: 'day', optional: true },
    { name: 'nextInspectionOn', label: word('nextInspectionOn'), kind: 'day', optional: true },
    { name: 'qr', label: say('qr'), kind: 'text', maxLength: 256, optional: true },
    { name: 'epc', label: say('epc'), kind: 'text', maxLength: 256, optional: true },
  ]
}

/** 登记: one cylinder by hand; then its page, where the label is printed. */
export const RegisterButton = () => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const navigate = useNavigate()
  const fields = useFields()
  const register = async ({ qr, epc, ...facts }: FormValues): Promise<void> => {
    const tags = [
      { scheme: 'qr', value: qr },
      { scheme: 'epc', value: epc },
    ].filter(({ value }) => value !== undefined)
    const body = { ...facts, ...(tags.length === 0 ? {} : { tags }) }
    const { code } = await send<CylinderView>('POST', '/v1/cylinders', body)
    await navigate({ to: `/cylinders/${code}` })
  }
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('register')}
      fields={fields}
      onSubmit={register}
    />
  )
}
