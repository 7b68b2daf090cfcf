import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly bin: Readonly<Record<string, string>>
  readonly dependencies: Readonly<Record<string, string>>
  readonly devDependencies: Readonly<Record<string, string>>
  readonly allowScripts: Readonly<Record<string, boolean>>
}

interface LockedPackage {
  readonly hasInstallScript?: boolean
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest
const lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8')) as Lockfile
const built = readFileSync('build.ts', 'utf8')

test.each(Object.entries(manifest.scripts))('npm run %s names files that exist', (_, script) => {
  const files = script.split(/\s+/).filter((word) => /^[\w./-]+\.(ts|js|mjs)$/.test(word))
  for (const file of files) {
    const bundle = /^dist\/([\w-]+)\.js$/.exec(file)?.[1]
    if (bundle === undefined) expect(existsSync(file), file).toBe(true)
    else expect(built, file).toContain(`'${bundle}':`)
  }
})

test('every entry point of the build exists', () => {
  const sources = [...built.matchAll(/'([\w/-]+\.ts)'/g)].map(([, path]) => path ?? '')
  expect(sources).not.toEqual([])
  expect(sources.filter((path) => !existsSync(path))).toEqual([])
})

test('versions are pinned exactly', () => {
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
  const loose = versions.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
  expect(loose).toEqual([])
})

test('vitest and its coverage have one version: npm 11 fails on loose pairs', () => {
  expect(manifest.devDependencies['@vitest/coverage-v8']).toBe(manifest.devDependencies['vitest'])
})

test('every install script in the lockfile was decided on', () => {
  const names = Object.entries(lockfile.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length))
  expect(Object.keys(manifest.allowScripts).toSorted()).toEqual(names.toSorted())
  expect(manifest.allowScripts['@scarf/scarf']).toBe(false)
})

test('the lockfile holds the packages of every platform: npm ci fails on any that is missing', () => {
  const locked = Object.keys(lockfile.packages)
  const missing = Object.values(lockfile.packages)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)))
  expect(missing).toEqual([])
})

test('the lockfile names no registry host', () => {
  const resolved = Object.values(lockfile.packages).filter((entry) => entry.resolved !== undefined)
  expect(resolved).toEqual([])
})
