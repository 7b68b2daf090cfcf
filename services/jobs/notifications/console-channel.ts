import { maskPhone } from '#domain/identity/mask.ts'
import type { MessageChannel } from '#domain/notifications/notification.ts'

const masked = (to: string): string => (to.includes('@') ? `${to.charAt(0)}***@***` : maskPhone(to))

/**
 * Stands in for a provider in a demo: prints the text, codes included, on the terminal of whoever started it, the address starred. Used where no
 * provider is configured.
 */
export const consoleChannel = (print: (line: string) => void): MessageChannel => ({
  name: 'console',
  send: async ({ to, text }) => {
    print(`→ ${masked(to)} ${text}`)
    return { state: 'sent', providerId: null }
  },
})
