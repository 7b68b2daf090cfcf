import { readFileSync } from 'node:fs'
import { InvalidArgumentError } from 'commander'

/** Parses a number option, refusing what is not one. */
export function number(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('not a number')
  return value
}

/** A JSON file as an array of objects. */
export function jsonList<T>(path: string): T[] {
  const value = JSON.parse(readFileSync(path, 'utf8')) as unknown
  if (!Array.isArray(value)) throw new InvalidArgumentError(`${path} holds no JSON array`)
  return value as T[]
}

/** `stationId/deviceId` and a password as one device. */
export function login(user: string, password: string) {
  const [stationId, deviceId, more] = user.split('/')
  if (stationId === undefined || deviceId === undefined || more !== undefined) {
    throw new InvalidArgumentError('a user is stationId/deviceId')
  }
  return { stationId, deviceId, password }
}
