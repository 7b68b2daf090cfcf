import { PlusOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, Modal, Space, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { shownInstant } from '#console/i18n/format.ts'
import { useSend } from '#console/net/use-send.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { ConfirmButton } from '#console/parts/confirm-button.tsx'
import { NameSelect } from '#console/parts/name-select.tsx'
import { PageHead } from '#console/parts/page-head.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { officeTexts } from './texts.ts'
import styles from './devices-page.module.css'

type Device = {
  readonly stationId: string
  readonly deviceId: string
  readonly kind: string
  readonly state: 'online' | 'offline' | 'never'
  readonly firmware: string | null
  readonly seenAt: string | null
  readonly disabled: boolean
}

type Credentials = { readonly username: string; readonly password: string }

const KINDS = ['scale', 'portal', 'hand-scanner', 'gateway'] as const
const colours = { online: 'success', offline: 'error', never: 'default' } as const

const isKind = (kind: string): kind is (typeof KINDS)[number] => KINDS.some((one) => one === kind)

/** 设备凭据: shown once; only its hash is kept. */
const Shown = ({
  credentials,
  onClose,
}: {
  readonly credentials: Credentials | null
  readonly onClose: () => void
}) => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  return (
    <Modal
      open={credentials !== null}
      title={say('credentials')}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {say('credentialsKept')}
        </Button>
      }
    >
      {credentials !== null && (
        <div className={styles['credentials']}>
          <Alert type="warning" showIcon title={say('credentialsHint')} />
          <span>{common('username')}</span>
          <Typography.Text copyable code>
            {credentials.username}
          </Typography.Text>
          <span>{common('password')}</span>
          <Typography.Text copyable code>
            {credentials.password}
          </Typography.Text>
        </div>
      )}
    </Modal>
  )
}

const useColumns = (onShown: (credentials: Credentials) => void): TableColumnsType<Device> => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const { site } = useNames()
  const pathOf = ({ stationId, deviceId }: Device) => `/v1/devices/${stationId}/${deviceId}`
  return [
    { title: say('device'), dataIndex: 'deviceId', width: 150 },
    {
      title: say('site'),
      dataIndex: 'stationId',
      width: 170,
      render: (id: string) => site(id),
    },
    {
      title: say('deviceKind'),
      dataIndex: 'kind',
      width: 120,
      render: (kind: string) => (isKind(kind) ? say(`device.${kind}`) : kind),
    },
    {
      title: say('state'),
      key: 'state',
      width: 140,
      render: (_, { state, disabled }) => (
        <>
          <Tag color={colours[state]}>{say(`device.${state}`)}</Tag>
          {disabled && <Tag>{say('disabled')}</Tag>}
        </>
      ),
    },
    {
      title: say('lastSeen'),
      key: 'seen',
      width: 170,
      // Of one that never came there is only when it was added.
      render: (_, { seenAt, state }) =>
        seenAt === null || state === 'never' ? '–' : shownInstant(seenAt),
    },
    {
      title: say('firmware'),
      dataIndex: 'firmware',
      width: 110,
      render: (version: string | null) => version ?? '–',
    },
    {
      title: say('actions'),
      key: 'actions',
      width: 230,
      render: (_, device) => (
        <Space wrap>
          <ConfirmButton
            label={say('rotate')}
            consequence={say('rotateHint', { id: device.deviceId })}
            onConfirm={async () =>
              onShown(await send<Credentials>('POST', `${pathOf(device)}/rotate`))
            }
          />
          <ConfirmButton
            label={say(device.disabled ? 'enable' : 'disable')}
            danger={!device.disabled}
            consequence={say(device.disabled ? 'enableHint' : 'disableHint', {
              id: device.deviceId,
            })}
            onConfirm={() => send('PATCH', pathOf(device), { disabled: !device.disabled })}
          />
        </Space>
      ),
    },
  ]
}

/** 设备与凭据. */
const DevicesPage = () => {
  const say = officeTexts.useTexts()
  const send = useSend()
  const queries = useQueryClient()
  const { sites } = useNames()
  const [stationId, setStation] = useState<string>()
  const [shown, setShown] = useState<Credentials | null>(null)
  const columns = useColumns(setShown)
  const stations = sites.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <>
      <PageHead title={say('devices')} hint={say('devicesHint')}>
        <NameSelect
          label={say('site')}
          value={stationId}
          onChange={(id?: string) => setStation(id)}
          options={stations}
        />
        <FormButton
          type="primary"
          icon={<PlusOutlined />}
          label={say('newDevice')}
          fields={[
            { name: 'stationId', label: say('site'), kind: 'choice', options: stations },
            {
              name: 'deviceId',
              label: say('device'),
              kind: 'text',
              maxLength: 64,
              hint: say('deviceIdHint'),
            },
            {
              name: 'kind',
              label: say('deviceKind'),
              kind: 'choice',
              initial: 'scale',
              options: KINDS.map((value) => ({ value, label: say(`device.${value}`) })),
            },
          ]}
          onSubmit={async (values) => setShown(await send('POST', '/v1/devices', values))}
        />
      </PageHead>
      <PageTable<Device>
        path="/v1/devices"
        filter={{ stationId }}
        columns={columns}
        rowKey={({ stationId: station, deviceId }) => `${station}/${deviceId}`}
        widthPx={1090}
        empty={say('noDevice')}
      />
      <Shown
        credentials={shown}
        onClose={() => {
          setShown(null)
          void queries.invalidateQueries()
        }}
      />
    </>
  )
}

export default DevicesPage
