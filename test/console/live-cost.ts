import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import { openPage, signIn, startBrowser } from './browser.ts'
import { demoCity } from './demo-city.ts'
import { settled } from './visit.ts'

/**
 * `npm run bench:station`: what a station's screen costs its computer while 50 slices of weight a second come in, told twice a second
 * as the API does, each of ten scales filling. The page is the built one; only the two streams behind it are made up.
 */
const SCALES = Array.from({ length: 10 }, (_, n) => `scale-${String(n + 1).padStart(2, '0')}`)
const TELL_MS = 500
const SLICES_A_TELLING = 25
const SECONDS = 20
const REACH_PERCENT = 5

const now = (): string => new Date().toISOString()
const said = (event: string, data: object): string =>
  `event: ${event}\ndata: ${JSON.stringify({ id: randomUUID(), ...data })}\n\n`

const permitted = (scale: string): string => {
  const about = { scale, operator: 's-1', code: 'ZB-0001', model: 'YSP35.5', findings: [] }
  const body = { tareG: 16_500, targetGrossG: 31_000, maxGrossG: 31_400 }
  return (
    said('event', { ...about, type: 'fill.requested', at: now(), body: { emptyGrossG: 16_600 } }) +
    said('event', { ...about, type: 'fill.permitted', at: now(), body })
  )
}

const stream = (incoming: IncomingMessage, answer: ServerResponse): void => {
  answer.writeHead(200, { 'content-type': 'text/event-stream' })
  for (const scale of SCALES) answer.write(permitted(scale))
  let n = 0
  const telling = setInterval(() => {
    for (let i = 0; i < SLICES_A_TELLING; i++) {
      n += 1
      const grossG = [16_500 + ((n * 10) % 14_500)]
      const scale = SCALES[n % SCALES.length]
      answer.write(said('samples', { scale, permitId: null, from: now(), stepMs: 200, grossG }))
    }
  }, TELL_MS)
  incoming.on('close', () => clearInterval(telling))
}

const scales = (answer: ServerResponse): void => {
  const row = { verifiedUntil: '2099-01-01', locked: false, lockReason: null, checkPassed: true }
  const items = SCALES.map((id) => ({ id, ...row, checkedAt: now() }))
  answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ items }))
}

/** Everything else is the demo's. */
const standIn = async (url: string) => {
  const server = createServer((incoming, answer) => {
    const { url: path = '/', method, headers } = incoming
    if (/^\/v1\/stations\/.*\/live$/.test(path)) return stream(incoming, answer)
    if (path.startsWith('/v1/scales?')) return scales(answer)
    const asked = request(url + path, { method, headers }, (given) => {
      answer.writeHead(given.statusCode ?? 502, given.headers)
      given.pipe(answer)
    })
    incoming.pipe(asked)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** CPU of a process so far, seconds: ticks of 1/100 s (proc_pid_stat(5)). */
const cpuSeconds = (pid: number): number => {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  const [, , , , , , , , , , , user = '0', system = '0'] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
  return (Number(user) + Number(system)) / 100
}

const city = await demoCity()
const browser = await startBrowser()
const { server, url } = await standIn(city.url)
try {
  const { page } = await openPage(browser, { size: 'desktop', language: 'zh' })
  await page.setViewportSize({ width: 1280, height: 800 })
  await signIn(page, url, 'station', city.passwords['station'] ?? '')
  await settled(page)
  await page.waitForTimeout(3000)
  const inside = await page.context().newCDPSession(page)
  await inside.send('Performance.enable')
  const overall = await browser.newBrowserCDPSession()
  const { processInfo } = await overall.send('SystemInfo.getProcessInfo')
  const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const busy = async () => {
    const { metrics } = await inside.send('Performance.getMetrics')
    const mainThread = metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0
    return { mainThread, process: pids.reduce((sum, pid) => sum + cpuSeconds(pid), 0) }
  }
  const before = await busy()
  const begin = performance.now()
  await page.waitForTimeout(SECONDS * 1000)
  const after = await busy()
  const seconds = (performance.now() - begin) / 1000
  const percent = (spent: number): number => Number(((spent / seconds) * 100).toFixed(1))
  const value = percent(after.process - before.process)
  const mainThread = percent(after.mainThread - before.mainThread)
  const ok = value <= REACH_PERCENT
  const figure = { figure: 'station-view', value, unit: '% of a core', reach: REACH_PERCENT, ok }
  console.log(JSON.stringify({ ...figure, mainThread, scales: SCALES.length, slicesASecond: 50 }))
} finally {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await city.end()
}
