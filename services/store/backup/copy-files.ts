import { chown, copyFile, mkdir, open, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { RunAs } from '#store/embedded/embedded-binaries.ts'

const isGone = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** On disk when it returns: a backup that the next power cut takes is none. */
export const copyDurably = async (from: string, to: string): Promise<void> => {
  await copyFile(from, to)
  const file = await open(to, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

export type CopyOptions = {
  /** Path below the source, with slashes; false = left out. */
  readonly wanted?: (path: string) => boolean
  /** Whose the copies shall be. */
  readonly owner?: RunAs
  /** `copyFile` where somebody else brings it to disk. */
  readonly copy?: (from: string, to: string) => Promise<void>
}

/** Waiting for the disk is most of it. */
const AT_ONCE = 16

/** Copies a directory that somebody writes to: what vanishes meanwhile is left out. @returns bytes */
export const copyTree = async (
  from: string,
  to: string,
  options: CopyOptions = {},
  below = '',
): Promise<number> => {
  const { wanted = () => true, owner = null } = options
  await mkdir(to, { recursive: true, mode: 0o700 })
  if (owner !== null) await chown(to, owner.uid, owner.gid)
  const entries = (await readdir(from, { withFileTypes: true })).map((entry) => ({
    path: below === '' ? entry.name : `${below}/${entry.name}`,
    source: join(from, entry.name),
    target: join(to, entry.name),
    isDirectory: entry.isDirectory(),
    isFile: entry.isFile(),
  }))
  let bytes = 0
  const files = entries.filter(({ isFile, path }) => isFile && wanted(path))
  for (let at = 0; at < files.length; at += AT_ONCE) {
    const some = files.slice(at, at + AT_ONCE)
    const sizes = await Promise.all(some.map((file) => copyOne(file.source, file.target, options)))
    bytes += sizes.reduce((sum, size) => sum + size, 0)
  }
  for (const { isDirectory, path, source, target } of entries) {
    if (isDirectory && wanted(path)) bytes += await copyTree(source, target, options, path)
  }
  return bytes
}

const copyOne = async (
  from: string,
  to: string,
  { owner = null, copy = copyDurably }: CopyOptions,
): Promise<number> => {
  try {
    await copy(from, to)
  } catch (error) {
    if (isGone(error)) return 0
    throw error
  }
  if (owner !== null) await chown(to, owner.uid, owner.gid)
  return (await stat(to)).size
}
