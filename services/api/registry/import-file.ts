import { Readable } from 'node:stream'
import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiApp } from '#api/api-app.ts'
import { problem } from '#api/problem.ts'
import type { ImportResult } from './import-cylinders.ts'
import { decodeText } from './import-encoding.ts'
import { type ImportErrors, KEPT_ERRORS } from './import-errors.ts'

/** 500 000 rows of 500 bytes. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024

/** A scope that takes files: CSV as the body, or in a form. */
export const takeFiles = async (app: ApiApp): Promise<void> => {
  await app.register(multipart, {
    limits: { files: 1, fileSize: MAX_FILE_BYTES, fields: 20, fieldSize: 4096 },
  })
  const csv =
    /^(text\/(csv|plain|tab-separated-values)|application\/(csv|vnd\.ms-excel|octet-stream))/
  app.addContentTypeParser(csv, (_request, payload, done) => done(null, payload))
}

async function* capped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.length
    if (bytes > MAX_FILE_BYTES) {
      throw problem('TOO_LARGE', {
        detail: {
          zh: `文件最大 ${MAX_FILE_BYTES} 字节，请拆分`,
          en: `files up to ${MAX_FILE_BYTES} bytes; split it`,
        },
      })
    }
    yield chunk
  }
}

const brokenForm = (error: unknown): never => {
  const why = error instanceof Error ? error.message : String(error)
  throw problem('IMPORT_UNREADABLE', {
    detail: { zh: '表单不完整或字段过多', en: `the form is broken or has too many fields: ${why}` },
  })
}

/** A form that ends in the middle of its file. */
async function* wholeFile(file: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* file
  } catch (error) {
    brokenForm(error)
  }
}

/** The file: the whole body, or the first file of a form. */
const fileOf = async (request: FastifyRequest): Promise<AsyncIterable<Buffer>> => {
  if (!request.isMultipart()) {
    if (request.body instanceof Readable) return request.body as AsyncIterable<Buffer>
    const detail = {
      zh: '请以 text/csv 或表单上传文件',
      en: 'send the file as text/csv or in a form',
    }
    throw problem(request.body === undefined ? 'IMPORT_UNREADABLE' : 'UNSUPPORTED_MEDIA_TYPE', {
      detail,
    })
  }
  const part = await request.file().catch(brokenForm)
  if (part === undefined)
    throw problem('IMPORT_UNREADABLE', {
      detail: { zh: '表单中没有文件', en: 'the form has no file' },
    })
  return wholeFile(part.file)
}

const charsetOf = (contentType: string | undefined): string | undefined =>
  /charset="?([\w-]+)/i.exec(contentType ?? '')?.[1]

/** The text of the file as it comes in, whatever it was written in. */
export const textOf = async (request: FastifyRequest): Promise<AsyncIterable<string>> => {
  const file = await fileOf(request)
  return decodeText(capped(file), charsetOf(request.headers['content-type']))
}

/** One JSON document, an error a line: as small a piece of memory as the report is long. */
async function* reportText(result: ImportResult, errors: ImportErrors): AsyncGenerator<string> {
  const { ignoredColumns, ...counts } = result
  const head = JSON.stringify({ ...counts, ignoredColumns })
  yield `${head.slice(0, -1)},"errors":[`
  let separator = '\n'
  try {
    for await (const error of errors.all()) {
      yield separator + error
      separator = ',\n'
    }
  } finally {
    await errors.close()
  }
  yield '\n]}\n'
}

export const sendReport = async (
  request: FastifyRequest,
  reply: FastifyReply,
  result: ImportResult,
  errors: ImportErrors,
): Promise<FastifyReply> => {
  void reply.code(200).type('application/json; charset=utf-8')
  const kept = JSON.stringify({
    ...result,
    errors: errors.first,
    errorsOmitted: errors.count - errors.first.length,
  })
  if (errors.count > KEPT_ERRORS) {
    // A repeat with the same key gets the counts and the first errors: the full report is not kept.
    request.storedAnswer = kept
    return reply.send(Readable.from(reportText(result, errors)))
  }
  await errors.close()
  return reply.send(kept)
}
