import { PlusOutlined } from '@ant-design/icons'
import { Space, type TableColumnsType, Tag } from 'antd'
import { useSend } from '#console/net/use-send.ts'
import { type Role, useSession } from '#console/net/session.ts'
import { FormButton } from '#console/parts/form-button.tsx'
import { PageTable } from '#console/parts/page-table.tsx'
import { useNames } from '#console/parts/use-names.ts'
import { useRegions } from '#console/parts/use-regions.ts'
import { roleNames } from '#console/shell/role-names.ts'
import { shellTexts } from '#console/shell/texts.ts'
import { ConfirmButton } from '#console/parts/confirm-button.tsx'
import styles from './people-page.module.css'
import { officeTexts } from './texts.ts'

type User = {
  readonly id: string
  readonly username: string
  readonly role: Role
  readonly enterpriseId: string | null
  readonly stationId: string | null
  readonly regionPrefix: string | null
  readonly disabled: boolean
  readonly displayName: string | null
}

const ROLES = ['office', 'station', 'courier', 'lab', 'regulator', 'admin'] as const

const NewUser = () => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const { enterprises, sites } = useNames()
  return (
    <FormButton
      type="primary"
      icon={<PlusOutlined />}
      label={say('newUser')}
      fields={[
        {
          name: 'username',
          label: common('username'),
          kind: 'text',
          maxLength: 64,
          hint: say('usernameHint'),
        },
        { name: 'displayName', label: say('displayName'), kind: 'text', optional: true },
        { name: 'password', label: say('firstPassword'), kind: 'password' },
        {
          name: 'role',
          label: say('role'),
          kind: 'choice',
          options: ROLES.map((value) => ({ value, label: common(roleNames[value]) })),
        },
        {
          name: 'enterpriseId',
          label: say('enterprise'),
          kind: 'choice',
          optional: true,
          options: enterprises.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'stationId',
          label: say('site'),
          kind: 'choice',
          optional: true,
          options: sites.map(({ id, name }) => ({ value: id, label: name })),
        },
        {
          name: 'regionPrefix',
          label: say('regionPrefix'),
          kind: 'text',
          maxLength: 6,
          optional: true,
          hint: say('regionPrefixHint'),
        },
      ]}
      onSubmit={(values) => send('POST', '/v1/users', values)}
    />
  )
}

const Reach = ({ user }: { readonly user: User }) => {
  const names = useNames()
  const region = useRegions([user.regionPrefix])
  const parts = [
    names.enterprise(user.enterpriseId),
    names.site(user.stationId),
    region(user.regionPrefix ?? ''),
  ]
  return <>{parts.filter((part) => part !== '').join(' · ') || '–'}</>
}

/** 账户: who may sign in and how far they see; only administrators. */
export const UserList = () => {
  const say = officeTexts.useTexts()
  const common = shellTexts.useTexts()
  const send = useSend()
  const self = useSession()?.username
  const columns: TableColumnsType<User> = [
    {
      title: common('username'),
      key: 'username',
      width: 200,
      render: (_, { username, displayName, disabled }) => (
        <>
          {username} {displayName !== null && `· ${displayName}`}{' '}
          {disabled && <Tag color="error">{say('disabled')}</Tag>}
        </>
      ),
    },
    {
      title: say('role'),
      dataIndex: 'role',
      width: 120,
      render: (role: Role) => common(roleNames[role]),
    },
    {
      title: say('reach'),
      key: 'reach',
      width: 280,
      render: (_, user) => <Reach user={user} />,
    },
    {
      title: say('actions'),
      key: 'actions',
      width: 220,
      render: (_, { id, username, disabled }) => (
        <Space wrap>
          <FormButton
            size="small"
            label={say('resetPassword')}
            consequence={say('resetPasswordHint', { name: username })}
            fields={[{ name: 'password', label: say('firstPassword'), kind: 'password' }]}
            onSubmit={(values) => send('PATCH', `/v1/users/${id}`, values)}
          />
          {username !== self && (
            <ConfirmButton
              label={say(disabled ? 'enable' : 'disable')}
              danger={!disabled}
              consequence={say(disabled ? 'enableUserHint' : 'disableUserHint', {
                name: username,
              })}
              onConfirm={() => send('PATCH', `/v1/users/${id}`, { disabled: !disabled })}
            />
          )}
        </Space>
      ),
    },
  ]
  return (
    <>
      <div className={styles['bar']}>
        <NewUser />
      </div>
      <PageTable<User>
        path="/v1/users"
        columns={columns}
        rowKey={({ id }) => id}
        widthPx={820}
        empty={say('noUsers')}
      />
    </>
  )
}
