import { createParser } from 'eventsource-parser'
import { useEffect, useRef, useState } from 'react'
import { currentSession } from './session.ts'

export type LiveState = { readonly connected: boolean; readonly since: number }

export type LiveMessage = { readonly event: string; readonly data: unknown }

const FIRST_WAIT_MS = 500
const LAST_WAIT_MS = 15_000
/** The server says something every 5 s; silence for longer means that the line is dead. */
const SILENCE_MS = 12_000

const listenOnce = async (
  path: string,
  signal: AbortSignal,
  onOpen: () => void,
  onMessage: (message: LiveMessage) => void,
): Promise<void> => {
  const session = currentSession()
  const silence = new AbortController()
  let heardAt = Date.now()
  const watch = setInterval(() => {
    if (Date.now() - heardAt > SILENCE_MS) silence.abort()
  }, SILENCE_MS / 4)
  try {
    const response = await fetch(path, {
      headers: session === null ? {} : { authorization: `Bearer ${session.token}` },
      signal: AbortSignal.any([signal, silence.signal]),
    })
    if (!response.ok || response.body === null) throw new Error(String(response.status))
    onOpen()
    const parser = createParser({
      onEvent: ({ event, data }) =>
        onMessage({ event: event ?? 'message', data: JSON.parse(data) as unknown }),
    })
    const decoder = new TextDecoder()
    const reader = response.body.getReader()
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      heardAt = Date.now()
      parser.feed(decoder.decode(value, { stream: true }))
    }
  } finally {
    clearInterval(watch)
  }
}

const stayConnected = async (
  path: string,
  signal: AbortSignal,
  onState: (connected: boolean) => void,
  onMessage: (message: LiveMessage) => void,
): Promise<void> => {
  for (let wait = FIRST_WAIT_MS; !signal.aborted; wait = Math.min(wait * 2, LAST_WAIT_MS)) {
    try {
      await listenOnce(
        path,
        signal,
        () => {
          wait = FIRST_WAIT_MS
          onState(true)
        },
        onMessage,
      )
    } catch {
      // Whatever it was: said by the state, tried again below.
    }
    if (signal.aborted) return
    onState(false)
    await new Promise((resolve) => setTimeout(resolve, wait * (0.5 + Math.random())))
  }
}

/**
 * Server-sent events of the API, for as long as the component lives. Reconnects by itself; `onMessage` may change between
 * renders. @returns whether it is connected, and since when that is so
 */
export const useLive = (
  onMessage: (message: LiveMessage) => void,
  path: string = '/v1/live',
): LiveState => {
  const [state, setState] = useState<LiveState>({ connected: false, since: Date.now() })
  const handler = useRef(onMessage)
  useEffect(() => {
    handler.current = onMessage
  })
  useEffect(() => {
    const ending = new AbortController()
    const changed = (connected: boolean): void =>
      setState((before) =>
        before.connected === connected ? before : { connected, since: Date.now() },
      )
    void stayConnected(path, ending.signal, changed, (message) => handler.current(message))
    return () => ending.abort()
  }, [path])
  return state
}
