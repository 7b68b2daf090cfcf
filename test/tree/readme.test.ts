import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { filesUnder } from './files-under.ts'

const FOLDERS = ['schemas', 'gateway', 'services', 'firmware-sim', 'test']
const PATH_IN_CODE = new RegExp(`\`((?:${FOLDERS.join('|')})/[\\w./-]*)\``, 'g')
const LINK = /\]\((?!\w+:|#)([^)#]+)/g
const readmes = [
  ...readdirSync('.').filter((name) => /^README.*\.md$/.test(name)),
  ...FOLDERS.flatMap((folder) => filesUnder(folder, 'README.md')),
]

test.each(readmes)('the files and folders that %s names exist', (readme) => {
  const text = readFileSync(readme, 'utf8')
  const paths = [
    ...[...text.matchAll(PATH_IN_CODE)].map(([, path]) => path ?? ''),
    ...[...text.matchAll(LINK)].map(([, path]) => join(dirname(readme), path ?? '')),
  ]
  expect(paths.filter((path) => !existsSync(path))).toEqual([])
})
