import { KeyOutlined, LogoutOutlined, UserOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { call } from '#console/net/call.ts'
import { closeSession, useSession } from '#console/net/session.ts'
import { roleNames } from './role-names.ts'
import { shellTexts } from './texts.ts'

/** The session ends on the server too, when it can be reached. */
const signOut = (): void => {
  call('DELETE', '/v1/sessions/current')
    .catch(() => undefined)
    .finally(closeSession)
}

export const AccountMenu = ({ dark = false }: { readonly dark?: boolean }) => {
  const say = shellTexts.useTexts()
  const session = useSession()
  if (session === null) return null
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items: [
          {
            key: 'who',
            disabled: true,
            label: `${session.username} · ${say(roleNames[session.role])}`,
          },
          { type: 'divider' },
          {
            key: 'password',
            icon: <KeyOutlined />,
            label: <Link to="/password">{say('changePassword')}</Link>,
          },
          { key: 'out', icon: <LogoutOutlined />, label: say('signOut'), onClick: signOut },
        ],
      }}
    >
      <Button type="text" icon={<UserOutlined />} {...(dark ? { style: { color: '#fff' } } : {})}>
        {session.username}
      </Button>
    </Dropdown>
  )
}
