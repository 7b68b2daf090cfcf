import { MenuOutlined } from '@ant-design/icons'
import { Link, useLocation } from '@tanstack/react-router'
import { Button, Drawer, Layout, Menu } from 'antd'
import { useEffect, useState } from 'react'
import { type Role, useSession } from '#console/net/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { allPages } from './all-pages.ts'
import styles from './desk-frame.module.css'
import { Frame } from './frame.tsx'
import { LanguageButton } from './language-button.tsx'
import { menuGroupsOf, type PageEntry } from './navigation.ts'
import { navigationTexts } from './navigation-texts.ts'
import { pageIcons } from './page-icons.tsx'
import { shellTexts } from './texts.ts'

/** `/office/repairs/$repair` and `/office/repairs/7` are the same page. */
const isPage = (path: string, pathname: string): boolean => {
  const parts = pathname.split('/')
  const names = path.split('/')
  return names.length === parts.length && names.every((n, i) => n.startsWith('$') || n === parts[i])
}

/** The entry of the menu that an address belongs to: the one its page names, else the longest that it begins with. */
const menuPageOf = (pathname: string, shown: readonly PageEntry[]): string | undefined => {
  const under = allPages.find(({ path }) => isPage(path, pathname))?.under
  if (under !== undefined) return under
  const [longest] = shown
    .map(({ path }) => path)
    .filter((path) => pathname === path || pathname.startsWith(`${path}/`))
    .sort((a, b) => b.length - a.length)
  return longest
}

/** A menu of more entries than one sees at once has headings. */
const LONG = 10

const Navigation = ({
  role,
  onChosen,
}: {
  readonly role: Role
  readonly onChosen?: () => void
}) => {
  const say = navigationTexts.useTexts()
  const { pathname } = useLocation()
  const shown = allPages.filter((page) => page.icon !== undefined && page.roles.includes(role))
  const selected = menuPageOf(pathname, shown)
  // A long menu begins where its reader is.
  useEffect(() => {
    document.querySelector('.ant-menu-item-selected')?.scrollIntoView({ block: 'nearest' })
  }, [selected])
  const entry = ({ path, title, icon }: PageEntry) => ({
    key: path,
    icon: icon && pageIcons[icon],
    label: <Link to={path}>{say(title)}</Link>,
  })
  return (
    <Menu
      theme="dark"
      mode="inline"
      selectedKeys={selected === undefined ? [] : [selected]}
      onClick={() => onChosen?.()}
      items={
        shown.length > LONG
          ? menuGroupsOf(role).flatMap((group) => {
              const children = shown.filter((page) => page.group === group).map(entry)
              if (children.length === 0) return []
              return [{ key: group, type: 'group' as const, label: say(`${group}Group`), children }]
            })
          : shown.map(entry)
      }
    />
  )
}

/** Menu at the side, or behind a button where there is no room; the page; who is signed in. */
const DeskFrame = () => {
  const say = shellTexts.useTexts()
  const session = useSession()
  const [open, setOpen] = useState(false)
  if (session === null) return null
  const brand = (
    <Link to="/" className={styles['brand'] ?? ''}>
      <img src="/icon.svg" alt="" width={28} height={28} />
      {say('product')}
    </Link>
  )
  return (
    <Layout className={styles['frame'] ?? ''}>
      <a href="#content" className={`${styles['skip']} no-print`}>
        {say('skip')}
      </a>
      <Layout.Sider width={224} className={`${styles['side']} no-print`}>
        {brand}
        <Navigation role={session.role} />
      </Layout.Sider>
      <Drawer
        open={open}
        onClose={() => setOpen(false)}
        placement="left"
        size={260}
        title={brand}
        styles={{ body: { padding: 0 }, section: { background: '#0f3b47' } }}
        closeIcon={false}
      >
        <Navigation role={session.role} onChosen={() => setOpen(false)} />
      </Drawer>
      <Layout>
        <Layout.Header className={`${styles['header']} no-print`}>
          <Button
            className={styles['menu'] ?? ''}
            type="text"
            icon={<MenuOutlined />}
            aria-label={say('menu')}
            onClick={() => setOpen(true)}
          />
          <span className={styles['room']} />
          <LanguageButton />
          <AccountMenu />
        </Layout.Header>
        <Layout.Content id="content" className={styles['content'] ?? ''} role="main">
          <Frame />
        </Layout.Content>
      </Layout>
    </Layout>
  )
}

export default DeskFrame
