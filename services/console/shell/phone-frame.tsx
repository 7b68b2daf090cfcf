import { Link, useLocation } from '@tanstack/react-router'
import { useSession } from '#console/net/session.ts'
import { AccountMenu } from './account-menu.tsx'
import { allPages } from './all-pages.ts'
import { Frame } from './frame.tsx'
import { LanguageButton } from './language-button.tsx'
import { navigationTexts } from './navigation-texts.ts'
import styles from './phone-frame.module.css'
import { pageIcons } from './page-icons.tsx'
import { shellTexts } from './texts.ts'

/** One column, the sections in a bar under the thumb. */
const PhoneFrame = () => {
  const say = shellTexts.useTexts()
  const name = navigationTexts.useTexts()
  const session = useSession()
  const { pathname } = useLocation()
  if (session === null) return null
  const sections = allPages.filter(
    (page) =>
      page.frame === 'phone' && page.icon !== undefined && page.roles.includes(session.role),
  )
  return (
    <div className={styles['frame']}>
      <header className={`${styles['header']} no-print`}>
        <Link to="/" className={styles['brand'] ?? ''}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          {say('product')}
        </Link>
        <LanguageButton dark />
        <AccountMenu dark />
      </header>
      <main className={styles['content']}>
        <Frame />
      </main>
      <nav className={`${styles['bar']} no-print`} aria-label={say('menu')}>
        {sections.map(({ path, icon, title }) => (
          <Link
            key={path}
            to={path}
            activeOptions={{ exact: true }}
            className={styles['section'] ?? ''}
            aria-current={pathname === path ? 'page' : undefined}
          >
            {icon && pageIcons[icon]}
            <span>{name(title)}</span>
          </Link>
        ))}
      </nav>
    </div>
  )
}

export default PhoneFrame
