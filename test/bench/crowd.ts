import type { Stand } from './bench.ts'

/** The devices of the stand with these numbers, and the cylinders that they handle. */
export const crowdOf = (
  { program, site: { devices, cylinders } }: Stand,
  takes: (index: number) => boolean,
): Stand => {
  const share = Math.floor(cylinders.length / devices.length)
  return {
    program,
    site: {
      devices: devices.filter((_, i) => takes(i)),
      cylinders: cylinders.filter((_, i) => takes(Math.floor(i / share))),
    },
  }
}
