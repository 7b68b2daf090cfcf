import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { currentSession } from '#console/net/session.ts'
import { allPages } from './all-pages.ts'
import { homeOf, type Frame } from './navigation.ts'
import { NotFoundPage } from './not-found-page.tsx'

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFoundPage })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  component: lazyRouteComponent(() => import('./login-page.tsx')),
})

const oidc = createRoute({
  getParentRoute: () => root,
  path: '/login/oidc',
  component: lazyRouteComponent(() => import('./oidc-page.tsx')),
})

const password = createRoute({
  getParentRoute: () => root,
  path: '/password',
  beforeLoad: () => {
    if (currentSession() === null) {
      redirect({ to: '/login', search: { from: '/password' }, replace: true, throw: true })
    }
  },
  component: lazyRouteComponent(() => import('./password-page.tsx')),
})

const phoneLogin = createRoute({
  getParentRoute: () => root,
  path: '/login/phone',
  component: lazyRouteComponent(() => import('#console/customer/phone-login-page.tsx')),
})

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    const session = currentSession()
    redirect({
      to: session === null ? '/login' : homeOf[session.role],
      replace: true,
      throw: true,
    })
  },
})

const frames = {
  desk: lazyRouteComponent(() => import('./desk-frame.tsx')),
  kiosk: lazyRouteComponent(() => import('./kiosk-frame.tsx')),
  phone: lazyRouteComponent(() => import('./phone-frame.tsx')),
} as const satisfies Readonly<Record<Frame, unknown>>

const inFrame = (frame: Frame) => {
  const around = createRoute({ getParentRoute: () => root, id: frame, component: frames[frame] })
  return around.addChildren(
    allPages
      .filter((page) => page.frame === frame)
      .map((page) =>
        createRoute({
          getParentRoute: () => around,
          path: page.path,
          beforeLoad: ({ location }) => {
            const session = currentSession()
            if (session === null) {
              redirect({
                to: '/login',
                search: { from: location.href },
                replace: true,
                throw: true,
              })
              return
            }
            // Somebody else's page: to one's own start, not to an error.
            if (!page.roles.includes(session.role)) {
              redirect({ to: homeOf[session.role], replace: true, throw: true })
            }
          },
          component: lazyRouteComponent(page.load),
        }),
      ),
  )
}

export const router = createRouter({
  routeTree: root.addChildren([
    login,
    phoneLogin,
    oidc,
    password,
    start,
    inFrame('desk'),
    inFrame('kiosk'),
    inFrame('phone'),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})
