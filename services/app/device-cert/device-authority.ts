import { randomBytes, webcrypto } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type * as X509 from '@peculiar/x509'
import { createKeyFile } from '#app/keys/create-key-file.ts'
import { StartupError } from '#app/start/startup-error.ts'

const KEY = { name: 'ECDSA', namedCurve: 'P-256' } as const
const SIGNATURE = { name: 'ECDSA', hash: 'SHA-256' } as const
const DAY_MS = 86_400_000
const CA_DAYS = 3650
/** Clocks of devices are not exact: a certificate is good a little before it was made. */
const BACKDATED_MS = 3_600_000
/** Bits enough that no two are alike, and a first byte below 0x80, as a positive number of DER begins. */
const SERIAL_BYTES = 16

export type IssuedCertificate = {
  readonly serial: string
  readonly certificate: string
  readonly privateKey: string
  /** Epoch milliseconds. */
  readonly notAfter: number
}

type Library = typeof X509

const library = async (): Promise<Library> => {
  // The library's decorators need it. Both are loaded by these commands alone, not at each start of the servers.
  await import('reflect-metadata')
  const x509 = await import('@peculiar/x509')
  x509.cryptoProvider.set(webcrypto)
  return x509
}

const newSerial = (): string => {
  const bytes = randomBytes(SERIAL_BYTES)
  bytes[0] = ((bytes[0] as number) & 0x7f) | 1
  return bytes.toString('hex')
}

const newKeys = (): Promise<webcrypto.CryptoKeyPair> =>
  webcrypto.subtle.generateKey(KEY, true, ['sign', 'verify'])

const pemOf = async ({ PemConverter }: Library, key: webcrypto.CryptoKey): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey('pkcs8', key), 'PRIVATE KEY')

/** Signs the certificates of devices. Its key lies in a directory of its own and is needed by these commands alone, not by the servers. */
export class DeviceAuthority {
  readonly #x509: Library
  readonly #certificate: X509.X509Certificate
  readonly #key: webcrypto.CryptoKey

  private constructor(x509: Library, certificate: X509.X509Certificate, key: webcrypto.CryptoKey) {
    this.#x509 = x509
    this.#certificate = certificate
    this.#key = key
  }

  /** The authority in `directory` (`ca.key`, `ca.crt`), made there the first time. @throws StartupError when half of it is missing */
  static async open(directory: string, now: number): Promise<DeviceAuthority> {
    const x509 = await library()
    const keyFile = join(directory, 'ca.key')
    const certificateFile = join(directory, 'ca.crt')
    const made = await readFile(keyFile, 'utf8').catch(() => null)
    if (made === null) await create(x509, keyFile, certificateFile, now)
    try {
      const [pem, certificate] = await Promise.all([
        readFile(keyFile, 'utf8'),
        readFile(certificateFile, 'utf8'),
      ])
      const der = x509.PemConverter.decodeFirst(pem)
      const key = await webcrypto.subtle.importKey('pkcs8', der, KEY, false, ['sign'])
      return new DeviceAuthority(x509, new x509.X509Certificate(certificate), key)
    } catch (error) {
      throw new StartupError(`${directory} holds no authority: ${(error as Error).message}`)
    }
  }

  /** A key and a certificate for `station/device`, for TLS clients. */
  async issue(name: string, days: number, now: number): Promise<IssuedCertificate> {
    const x509 = this.#x509
    const keys = await newKeys()
    const serial = newSerial()
    const notAfter = Math.min(now + days * DAY_MS, this.#certificate.notAfter.getTime())
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: serial,
      subject: [{ CN: [name] }],
      issuer: this.#certificate.subject,
      notBefore: new Date(now - BACKDATED_MS),
      notAfter: new Date(notAfter),
      publicKey: keys.publicKey,
      signingKey: this.#key,
      signingAlgorithm: SIGNATURE,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      ],
    })
    const privateKey = await pemOf(x509, keys.privateKey)
    return { serial, certificate: `${certificate.toString('pem')}\n`, privateKey, notAfter }
  }
}

const create = async (
  x509: Library,
  keyFile: string,
  certificateFile: string,
  now: number,
): Promise<void> => {
  const keys = await newKeys()
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: [{ CN: ['lpg-trace devices'] }],
    notBefore: new Date(now - BACKDATED_MS),
    notAfter: new Date(now + CA_DAYS * DAY_MS),
    keys,
    signingAlgorithm: SIGNATURE,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign,
        true,
      ),
    ],
  })
  await createKeyFile(keyFile, await pemOf(x509, keys.privateKey))
  await createKeyFile(certificateFile, certificate.toString('pem'))
}
