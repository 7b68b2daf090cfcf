import { pipeline, Readable } from 'node:stream'
import { type Info, parse } from 'csv-parse'

export type CsvRecord = { readonly record: readonly string[]; readonly line: number }

/** A quote that is never closed would swallow the rest of the file into one cell. */
const MAX_RECORD_CHARS = 64 * 1024

/** The records of a CSV file as it comes in. @throws CsvError */
export async function* csvRecords(text: AsyncIterable<string>): AsyncGenerator<CsvRecord> {
  const parser = parse({
    bom: true,
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_empty_values: true,
    delimiter: [',', '\t'],
    max_record_size: MAX_RECORD_CHARS,
  })
  // Not pipe(): an upload that breaks off must end the parser too. Errors come out of the loop below.
  pipeline(Readable.from(text), parser, () => undefined)
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    yield { record, line: info.lines }
  }
}
