import { NOW, type PostTable, type PostWorld } from './post-world.ts'

const profile = (n: number) => ({
  validFrom: `2028-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
  hours: [{ days: ['mon'], from: '08:30', to: '18:00' }],
  phones: {
    business: '0533-2345678',
    repair: '0533-2345679',
    complaint: '0533-2345670',
    supervision: '0533-2311111',
  },
  gas: { type: 'LPG', composition: 'C3 30 %, C4 70 %', calorificMjM3: 108.4, pressurePa: 2800 },
  payment: ['cash'],
})

const closing = {
  kind: 'station-closing',
  stationId: 'st-a',
  effectiveOn: '2027-06-30',
  arrangement: '用户由城东供应站继续供气',
}

const words = (w: PostWorld) => ({ topic: 'safety', lang: 'zh', body: `安全用气 ${w.next()}` })

/** What an enterprise publishes, and what is struck from the log. */
export const publicPosts: PostTable = {
  '/v1/public-profiles': async (w) => ({ url: '/v1/public-profiles', body: profile(w.next()) }),
  '/v1/public-notices': async () => ({ url: '/v1/public-notices', body: closing }),
  '/v1/public-notices/{id}/withdraw': async (w) => {
    const { id } = await w.must('/v1/public-notices', closing)
    return { url: `/v1/public-notices/${id}/withdraw`, body: {} }
  },
  '/v1/public-texts': async (w) => ({ url: '/v1/public-texts', body: words(w) }),
  '/v1/public-texts/{id}/review': async (w) => {
    const { id } = await w.must('/v1/public-texts', words(w), 'clerk')
    return { url: `/v1/public-texts/${id}/review`, body: {} }
  },
  '/v1/mismatch-reports/{id}/close': async (w) => {
    const code = await w.cylinder()
    const told = { differs: 'serial', stamped: `S${w.next()}` }
    await w.must(`/v1/public/cylinders/${code}/mismatch-reports`, told)
    const [row] = await w.sql(
      `select m.id from mismatch_report m join cylinder c on c.id = m.cylinder_id where c.code = $1`,
      [code],
    )
    const body = { outcome: 'wrong-record', note: '已更正登记' }
    return { url: `/v1/mismatch-reports/${row.id}/close`, body }
  },
  '/v1/redactions': async (w) => {
    const [row] = await w.sql(
      `insert into rejected_message (received_at, station_id, device_id, topic, code, message, raw, batch_id)
       values ($1, 'st-a', 'dev-1', 'lpg/v1/st-a/dev-1/event', 'INVALID_FIELD', 'wrong', 'x', 0) returning id`,
      [NOW],
    )
    const body = { rejectedMessageId: String(row.id), reason: '误填姓名' }
    return { url: '/v1/redactions', body }
  },
}
