import type { MessageChannel } from '#domain/notifications/notification.ts'
import { consoleChannel } from '#jobs/notifications/console-channel.ts'
import { smsChannel } from '#jobs/notifications/sms-channel.ts'
import { smtpChannel } from '#jobs/notifications/smtp-channel.ts'
import type { Config } from '#app/config.ts'

/** Ways to people, as configured; a way that is not is printed on the terminal. */
export const messageChannels = (
  config: Config,
): { readonly sms: MessageChannel; readonly email: MessageChannel } => {
  const { SMTP_URL, SMTP_FROM, SMS_URL, SMS_KEY_ID, SMS_SECRET } = config
  const terminal = consoleChannel((line) => console.log(line))
  return {
    email:
      SMTP_URL === undefined || SMTP_FROM === undefined
        ? terminal
        : smtpChannel({ url: SMTP_URL, from: SMTP_FROM }),
    sms:
      SMS_URL === undefined || SMS_KEY_ID === undefined || SMS_SECRET === undefined
        ? terminal
        : smsChannel({ url: SMS_URL, keyId: SMS_KEY_ID, secret: SMS_SECRET }, () => Date.now()),
  }
}
