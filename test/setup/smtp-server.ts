import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'

export type SmtpUnderTest = {
  readonly url: string
  readonly mails: { readonly to: string; readonly data: string }[]
  /** What RCPT is answered with, while it is set. */
  refuseWith: string | null
  close(): Promise<void>
}

/** Enough of RFC 5321 for one mail a connection: plain, without TLS and login. */
export const startSmtp = async (): Promise<SmtpUnderTest> => {
  const mails: { to: string; data: string }[] = []
  const server = createServer((socket) => {
    let to = ''
    let data: string[] | null = null
    let rest = ''
    const line = (text: string): void => {
      if (data !== null) {
        if (text !== '.') return void data.push(text)
        mails.push({ to, data: data.join('\n') })
        data = null
        return void socket.write('250 OK queued as 42\r\n')
      }
      const word = text.slice(0, 4).toUpperCase()
      if (word === 'EHLO') return void socket.write('250 test\r\n')
      if (word === 'RCPT') {
        to = /<(.*)>/.exec(text)?.[1] ?? ''
        return void socket.write(`${under.refuseWith ?? '250 OK'}\r\n`)
      }
      if (word === 'DATA') {
        data = []
        return void socket.write('354 go on\r\n')
      }
      if (word === 'QUIT') return void socket.end('221 bye\r\n')
      socket.write('250 OK\r\n')
    }
    socket.on('error', () => undefined)
    socket.on('data', (chunk) => {
      const lines = (rest + chunk.toString('utf8')).split('\r\n')
      rest = lines.pop() ?? ''
      for (const one of lines) line(one)
    })
    socket.write('220 test\r\n')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const under: SmtpUnderTest = {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith: null,
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
  return under
}
