import { writeFileSync } from 'node:fs'
import { openApiText } from './openapi.ts'

// `npm run generate:openapi`
writeFileSync(new URL(import.meta.resolve('#schemas/generated/openapi.json')), await openApiText())
