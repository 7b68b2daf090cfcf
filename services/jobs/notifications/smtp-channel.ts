import { createTransport } from 'nodemailer'
import type {
  MessageChannel,
  OutgoingMessage,
  SendResult,
} from '#domain/notifications/notification.ts'

export type SmtpConfig = {
  /** `smtp://user:password@host:port`, or `smtps://` for TLS from the first byte. */
  readonly url: string
  readonly from: string
}

/** Below the job's own patience, so that the connection is closed in time. */
const TIMEOUT_MS = 15_000

/** A mail server's 5xx is its last word, 4xx (greylisting) and the network are not. Codes only: its words carry the address. */
const refusalOf = (error: unknown): SendResult => {
  const { responseCode, code } = error as { responseCode?: number; code?: string }
  if (responseCode !== undefined) {
    const state = responseCode >= 500 ? 'refused' : 'retry'
    return { state, reason: `SMTP_${responseCode}` }
  }
  return { state: 'retry', reason: code ?? 'UNREACHABLE' }
}

/** Mail over SMTP. The Message-ID is made of the notification's id: a second attempt is the same mail to whoever sorts by it. */
export const smtpChannel = ({ url, from }: SmtpConfig): MessageChannel => {
  const host = from.split('@')[1]?.replace(/>.*$/, '') ?? 'localhost'
  return {
    name: 'smtp',
    send: async ({ id, to, subject, text }: OutgoingMessage): Promise<SendResult> => {
      const transport = createTransport({
        url,
        connectionTimeout: TIMEOUT_MS,
        greetingTimeout: TIMEOUT_MS,
        socketTimeout: TIMEOUT_MS,
        disableFileAccess: true,
        disableUrlAccess: true,
      })
      try {
        const sent = await transport.sendMail({
          from,
          to,
          subject,
          text,
          messageId: `<${id}@${host}>`,
        })
        return { state: 'sent', providerId: sent.messageId }
      } catch (error) {
        return refusalOf(error)
      } finally {
        transport.close()
      }
    },
  }
}
