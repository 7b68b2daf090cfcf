import { expect } from 'vitest'
import type { DemoCity } from './demo-city.ts'

export type Row = Readonly<Record<string, unknown>>

export const items = (page: Row): readonly Row[] => page['items'] as readonly Row[]

/** The city's API, asked by its users beside their pages. */
export const apiOf = (city: DemoCity) => {
  const tokens = new Map<string, string>()
  const headersOf = async (username: string): Promise<Record<string, string>> => {
    const headers = { 'content-type': 'application/json' }
    if (!tokens.has(username)) {
      const body = JSON.stringify({ username, password: city.passwords[username] })
      const signed = await fetch(`${city.url}/v1/sessions`, { method: 'POST', headers, body })
      tokens.set(username, ((await signed.json()) as { token: string }).token)
    }
    return { ...headers, authorization: `Bearer ${tokens.get(username)}` }
  }
  return {
    asked: async (username: string, path: string): Promise<Row> => {
      const answer = await fetch(city.url + path, { headers: await headersOf(username) })
      return (await answer.json()) as Row
    },
    posted: async (username: string, path: string, body: object): Promise<Row> => {
      const headers = await headersOf(username)
      const sent = { method: 'POST', headers, body: JSON.stringify(body) }
      const answer = await fetch(city.url + path, sent)
      const text = await answer.text()
      expect(answer.status, `${path}: ${text}`).toBeLessThan(300)
      return JSON.parse(text) as Row
    },
  }
}
