import { Tag } from 'antd'
import type { CylinderView } from '#schemas/api/cylinder.ts'
import { cylinderWords } from './cylinder-words.ts'

const colours = {
  'in-service': 'success',
  quarantined: 'error',
  'at-inspection': 'processing',
  idle: 'default',
  lost: 'error',
  retired: 'default',
} as const satisfies Readonly<Record<CylinderView['service']['state'], string>>

/** The state of service (使用状态) in a word and a colour. */
export const ServiceTag = ({ state }: { readonly state: CylinderView['service']['state'] }) => {
  const say = cylinderWords.useTexts()
  return <Tag color={colours[state]}>{say(`service.${state}`)}</Tag>
}
