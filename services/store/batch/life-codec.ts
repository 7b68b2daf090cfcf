import { type Cylinder, initialCylinder } from '#domain/cylinder.ts'
import type { Registry } from '#domain/registry.ts'

/** Version of the stored state and registry. A reader of an older one upcasts it in {@link decodeState}. */
const VERSION = 1

const KEYS = Object.keys(initialCylinder) as (keyof Cylinder)[]

/** The state as JSON without what is at its default: half the bytes to write, log and read back. */
export const encodeState = (cylinder: Cylinder): string => {
  const packed: Record<string, unknown> = { v: VERSION }
  for (const key of KEYS) {
    const value = cylinder[key]
    if (value === initialCylinder[key] || (Array.isArray(value) && value.length === 0)) continue
    packed[key] = value
  }
  return JSON.stringify(packed)
}

/** @throws Error when the row was written by a newer version of the program. */
export const decodeState = (text: string): Cylinder => {
  const { v, ...packed } = JSON.parse(text) as { v: number } & Partial<Cylinder>
  if (v > VERSION) throw new Error(`cylinder state has version ${v}, this program knows ${VERSION}`)
  return { ...initialCylinder, ...packed }
}

export const encodeRegistry = (registry: Registry): string => JSON.stringify(registry)
export const decodeRegistry = (text: string): Registry => JSON.parse(text) as Registry
