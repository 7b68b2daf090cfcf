import { expect, it } from 'vitest'
import { blocks } from '#domain/codes.ts'
import { buySentences } from '#rules/buy-sentences.ts'
import { buyCodes } from '#rules/may-buy.ts'
import { saySaleRefusal } from '#rules/sale-sentences.ts'

const CHINESE = /^[^A-Z{}]*[\u4e00-\u9fff][^{}]*$/

it.each(buyCodes)('%s is said in words, with what ends it', (code) => {
  const { why, todo } = buySentences[code]
  for (const { zh, en } of [why, todo]) {
    expect(zh).toMatch(/[\u4e00-\u9fff]{4}/)
    expect(en).toMatch(/[a-z]+ [a-z]+/)
    expect(zh + en).not.toContain(code)
  }
})

it.each([
  ...Object.keys(blocks),
  'RETIRED',
  'REPORTED_LOST',
  'TAG_CONFLICT',
  'QUARANTINED',
  'UNKNOWN_CYLINDER',
  'LIFE_EXPIRED',
  'INSPECTION_OVERDUE',
  'NOT_OWNED',
  'NOT_FULL',
  'RETURN_NOT_SCANNED',
])('%s says of a cylinder in Chinese why it stays, without figures', (code) => {
  const { zh, en } = saySaleRefusal(code)
  expect(zh).toMatch(CHINESE)
  expect(en).not.toMatch(/[{}_]/)
})
