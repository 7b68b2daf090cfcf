import { describe, it } from 'vitest'
import { ROLES } from './demo-city.ts'
import { everyPage, ROLE_MS } from './every-page.ts'

const pages = everyPage()

describe.each(['zh', 'en'] as const)('every page, phone, %s', (language) => {
  const view = { size: 'phone', language } as const

  it('log-in and an unknown address', () => pages.atTheDoor(view))

  it.each(ROLES)(
    'as %s: no error, no overflow, nothing inaccessible',
    (role) => pages.as(role, view),
    ROLE_MS,
  )
})
