import { expect, it } from 'vitest'
import { openApiText } from '#api/openapi.ts'
import { routeName, routeSummaries } from '#api/route-summaries.ts'

it('the committed OpenAPI document is what the routes give (npx vitest run test/api/openapi.test.ts -u)', async () => {
  await expect(await openApiText()).toMatchFileSnapshot(
    `${process.cwd()}/schemas/generated/openapi.json`,
  )
})

it('is OpenAPI 3.1 and describes each operation with its callers and its answers', async () => {
  const text = await openApiText()
  const document = JSON.parse(text)
  expect(document.openapi).toMatch(/^3\.1\./)
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods as object).map(([method, operation]) => ({ path, method, operation })),
  )
  expect(operations.length).toBeGreaterThan(40)
  const named = operations.map(({ path, method }) => routeName(method, path))
  expect(named.filter((name) => !Object.hasOwn(routeSummaries, name))).toEqual([])
  const refers = (name: string) => text.split(`"#/components/schemas/${name}"`).length - 1
  expect(refers('Problem')).toBeGreaterThan(300)
  const components = Object.keys(document.components.schemas)
  expect(components).toEqual(
    expect.arrayContaining(['Finding', 'Order', 'SignatureInput', 'Cylinder', 'DeliveryInput']),
  )
  expect(components.filter((name) => refers(name) === 0)).toEqual([])
  for (const { path, method, operation } of operations) {
    expect(operation.description, `${method} ${path}`).toMatch(/^For /)
    expect(operation.summary, `${method} ${path}`).toMatch(/\.$|\?$/)
    if (!path.startsWith('/v1/') || path.includes('label') || path.endsWith('/live')) continue
    expect(Object.keys(operation.responses), `${method} ${path}`).toContain('4XX')
    expect(Object.keys(operation.responses).some((status) => status.startsWith('2'))).toBe(true)
  }
})
