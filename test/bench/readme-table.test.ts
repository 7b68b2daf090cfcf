import { expect, test } from 'vitest'
import { readmeBlock, readReadme } from './readme-table.ts'
import { readResults } from './results.ts'

test('the table of the README is made from the kept figures', async () => {
  const { block } = await readReadme()
  expect(block).toBe(readmeBlock(await readResults()))
})
