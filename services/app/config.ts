import { z } from 'zod'
import { parseBrokerUrl } from '#gateway/external/broker-url.ts'
import { StartupError } from './start/startup-error.ts'

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback)
const flag = z
  .enum(['0', '1', 'true', 'false', ''])
  .default('0')
  .transform((value) => value === '1' || value === 'true')
const optional = z
  .string()
  .optional()
  .transform((value) => (value === '' ? undefined : value))

const databaseUrl = optional.refine(
  (value) => value === undefined || /^postgres(ql)?:\/\//.test(value),
  {
    message: 'must be postgres://user:password@host:port/database',
  },
)

const schema = z.object({
  DATABASE_URL: databaseUrl,
  DATABASE_READ_URL: databaseUrl,
  DATA_DIR: z.string().min(1).default('.data'),
  LPG_BACKUP_DIR: optional,
  HOST: z.string().min(1).default('0.0.0.0'),
  HTTP_PORT: port(8080),
  MQTT_PORT: port(1883),
  MQTTS_PORT: z.coerce.number().int().min(0).max(65_535).optional(),
  MQTTS_KEY_FILE: optional,
  MQTTS_CERT_FILE: optional,
  MQTTS_CLIENT_CA_FILE: optional,
  MQTTS_CLIENT_CERT: z.enum(['optional', 'required']).default('optional'),
  MQTT_TLS_ONLY: flag,
  HTTPS_KEY_FILE: optional,
  HTTPS_CERT_FILE: optional,
  MQTT_URL: optional.refine((value) => value === undefined || parseBrokerUrl(value) !== null, {
    message:
      'must be mqtt://user:password@host:port or mqtts://…, with the mount point as its path',
  }),
  MQTT_CLIENT_ID: z
    .string()
    .regex(/^[\w.:-]{0,48}$/, { message: 'must be at most 48 of A-Z a-z 0-9 _ . : -' })
    .default(''),
  PUBLIC_URL: optional.refine((value) => value === undefined || /^https?:\/\/[^/]/.test(value), {
    message: 'must be an address that begins with http:// or https://',
  }),
  TRUST_PROXY: flag,
  LPG_ADMIN_PASSWORD: optional.refine((value) => value === undefined || value.length >= 8, {
    message: 'must have at least 8 characters',
  }),
  LPG_PII_KEY: optional,
  LPG_LEDGER_KEY: optional,
  LPG_LEDGER_ORIGIN: optional.refine(
    (value) => value === undefined || /^[^\s+]{1,200}$/.test(value),
    {
      message: 'must be a name without spaces and plus signs, like trace.example.cn/ledger',
    },
  ),
  LPG_MQTT_OPEN: flag,
  LPG_GATEWAYS: z.coerce.number().int().min(0).max(64).optional(),
  LPG_GATEWAY_SLOT: z.coerce.number().int().min(0).default(0),
  LPG_LANES: z.coerce.number().int().min(1).max(32).default(4),
  OIDC_ISSUER: optional.refine(
    (value) =>
      value === undefined || /^(https:\/\/|http:\/\/(localhost|127\.0\.0\.1)[:/])/.test(value),
    { message: 'must begin with https:// (plain HTTP on this machine alone)' },
  ),
  OIDC_CLIENT_ID: optional,
  OIDC_CLIENT_SECRET: optional,
  OIDC_CLAIM: z.string().min(1).default('sub'),
  SMTP_URL: optional.refine((value) => value === undefined || /^smtps?:\/\/[^/]/.test(value), {
    message: 'must be smtp://user:password@host:port or smtps://…',
  }),
  SMTP_FROM: optional,
  SMS_URL: optional.refine((value) => value === undefined || /^https?:\/\/[^/]/.test(value), {
    message: 'must be an address that begins with http:// or https://',
  }),
  SMS_KEY_ID: optional,
  SMS_SECRET: optional.refine((value) => value === undefined || value.length >= 32, {
    message: 'must have at least 32 characters',
  }),
  PAY_URL: optional.refine((value) => value === undefined || /^https?:\/\/[^/]/.test(value), {
    message: 'must be an address that begins with http:// or https://',
  }),
  PAY_KEY_ID: optional,
  PAY_SECRET: optional.refine((value) => value === undefined || value.length >= 32, {
    message: 'must have at least 32 characters',
  }),
  PAY_METHOD: z.enum(['wechat', 'alipay', 'bank']).default('wechat'),
  LPG_LOG_LEVEL: z.enum(['silent', 'error', 'warn', 'info', 'debug']).default('warn'),
})

/** The whole configuration: the environment, read once. */
export type Config = z.infer<typeof schema>

/** @throws StartupError that names every variable that is wrong. */
export const readConfig = (env: Readonly<Record<string, string | undefined>>): Config => {
  const result = schema.safeParse(env)
  if (!result.success) {
    const wrong = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new StartupError(`the configuration is wrong:\n${wrong.join('\n')}`)
  }
  const config = result.data
  if (config.MQTTS_PORT !== undefined && (!config.MQTTS_KEY_FILE || !config.MQTTS_CERT_FILE)) {
    throw new StartupError('MQTTS_PORT needs MQTTS_KEY_FILE and MQTTS_CERT_FILE')
  }
  if (config.MQTTS_CLIENT_CERT === 'required' && !config.MQTTS_CLIENT_CA_FILE) {
    throw new StartupError('MQTTS_CLIENT_CERT=required needs MQTTS_CLIENT_CA_FILE')
  }
  if (config.MQTT_TLS_ONLY && config.MQTTS_PORT === undefined) {
    throw new StartupError('MQTT_TLS_ONLY needs MQTTS_PORT')
  }
  if (!config.HTTPS_KEY_FILE !== !config.HTTPS_CERT_FILE) {
    throw new StartupError('HTTPS needs HTTPS_KEY_FILE and HTTPS_CERT_FILE')
  }
  if (config.OIDC_ISSUER !== undefined && !(config.OIDC_CLIENT_ID && config.PUBLIC_URL)) {
    throw new StartupError(
      'OIDC_ISSUER needs OIDC_CLIENT_ID, and PUBLIC_URL, to which the provider sends people back',
    )
  }
  if (config.SMTP_URL !== undefined && !config.SMTP_FROM) {
    throw new StartupError('SMTP_URL needs SMTP_FROM, the address that mails come from')
  }
  if (config.SMS_URL !== undefined && (!config.SMS_KEY_ID || !config.SMS_SECRET)) {
    throw new StartupError('SMS_URL needs SMS_KEY_ID and SMS_SECRET, which sign each request')
  }
  if (
    config.PAY_URL !== undefined &&
    !(config.PAY_KEY_ID && config.PAY_SECRET && config.PUBLIC_URL)
  ) {
    throw new StartupError(
      'PAY_URL needs PAY_KEY_ID and PAY_SECRET, which sign each request, and PUBLIC_URL, where the provider tells what was paid',
    )
  }
  if (config.MQTT_URL !== undefined && (config.LPG_MQTT_OPEN || config.MQTTS_PORT !== undefined)) {
    throw new StartupError('MQTT_URL: with an external broker there is no edge of our own to open')
  }
  return config
}
