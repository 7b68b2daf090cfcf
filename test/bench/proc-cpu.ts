import { readdirSync, readFileSync } from 'node:fs'

/** Kernel ticks are 1/100 s on every Linux that Node runs on (USER_HZ). */
const TICK_US = 10_000

type Process = {
  readonly pid: number
  readonly parent: number
  /** Own user and system time. */
  readonly own: number
  /** The same of children that have ended and were waited for. */
  readonly ended: number
}

/** CPU that was used since their starts, microseconds. */
export type CpuUse = { readonly gatewayUs: number; readonly postgresUs: number }

const readProcess = (pid: number): Process | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    // The name may contain spaces and brackets; fields count from behind the last bracket (proc_pid_stat(5)).
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const at = (field: number): number => Number(fields[field - 3])
    return {
      pid,
      parent: at(4),
      own: (at(14) + at(15)) * TICK_US,
      ended: (at(16) + at(17)) * TICK_US,
    }
  } catch {
    return null // ended between the listing and the reading
  }
}

const withDescendants = (root: number, all: readonly Process[]): Set<number> => {
  const found = new Set([root])
  for (let before = 0; before !== found.size; ) {
    before = found.size
    for (const { pid, parent } of all) if (found.has(parent)) found.add(pid)
  }
  return found
}

/** The parent of a process: of a backend, the postmaster. */
export const parentOf = (pid: number): number => {
  const found = readProcess(pid)
  if (found === null) throw new Error(`no process ${pid} on this machine`)
  return found.parent
}

/**
 * The program's processes without those of PostgreSQL, and PostgreSQL with its ended backends and workers. Works alike
 * whether the postmaster is the program's child or a server of its own on this machine.
 */
export const cpuUse = (program: number, postmaster: number): CpuUse => {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => readProcess(Number(name)))
    .filter((process) => process !== null)
  const postgres = withDescendants(postmaster, all)
  const gateway = withDescendants(program, all)
  let gatewayUs = 0
  let postgresUs = 0
  for (const { pid, own, ended } of all) {
    if (postgres.has(pid)) postgresUs += own + ended
    else if (gateway.has(pid)) gatewayUs += own
  }
  return { gatewayUs, postgresUs }
}

export const cpuSince = (before: CpuUse, after: CpuUse): CpuUse => ({
  gatewayUs: after.gatewayUs - before.gatewayUs,
  postgresUs: after.postgresUs - before.postgresUs,
})
