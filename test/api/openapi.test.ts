import { expect, it } from 'vitest'
import { openApiText } from '#api/openapi.ts'

it('the committed OpenAPI document is what the routes give (npx vitest run test/api/openapi.test.ts -u)', async () => {
  await expect(await openApiText()).toMatchFileSnapshot(
    `${process.cwd()}/schemas/generated/openapi.json`,
  )
})

it('is OpenAPI 3.1 and describes each operation with its callers and its answers', async () => {
  const document = JSON.parse(await openApiText())
  expect(document.openapi).toMatch(/^3\.1\./)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as object).map(([method, operation]) => ({ path, method, operation })),
  )
  expect(operations.length).toBeGreaterThan(40)
  for (const { path, method, operation } of operations) {
    expect(operation.description, `${method} ${path}`).toMatch(/^For /)
    if (!path.startsWith('/v1/') || path.includes('label') || path.endsWith('/live')) continue
    expect(Object.keys(operation.responses), `${method} ${path}`).toContain('4XX')
    expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true)
  }
})
