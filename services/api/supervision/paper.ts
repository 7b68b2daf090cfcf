import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import PDFDocument from 'pdfkit'
import { unpackWoff } from './unpack-woff.ts'

const MARGIN = 42
const TEXT_PT = 9
const TITLE_PT = 15
const CELL = 3
const TITLE_GROUND = '#eef2f5'
/** Height of a line to sign on, and what stays together below a heading. */
const BLANK_PT = 48
const HEADED_PT = 60
/** A signature is a few centimetres wide. */
const PICTURE = { width: 130, height: 60 } as const

/** 8 247 characters of Noto Sans SC (OFL): GB 2312 and Latin. What it lacks prints as a box. */
const FONT = '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff'

let font: Promise<Buffer> | null = null

/** Read at the first paper, then kept: 2.5 MB. */
export const loadFont = (): Promise<Buffer> => {
  font ??= readFile(fileURLToPath(import.meta.resolve(FONT))).then(unpackWoff)
  return font
}

export type Column = { readonly title: string; readonly width: number; readonly align?: 'right' }

/** An A4 page in Chinese that is written from top to bottom and goes on where a page ends. */
export type Paper = {
  title(text: string): void
  /** A line of its own, or a paragraph. */
  text(text: string): void
  heading(text: string): void
  /** Widths are shares; they add up to 1. */
  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void
  /** What the reader cannot show (WebP, broken bytes) is left out. @returns whether it was drawn */
  picture(bytes: Buffer): boolean
  /** Places to be filled in by hand beside each other: a name and a line to write on. */
  blanks(labels: readonly string[]): void
}

/** What begins with less room than that below it begins on the next page. */
const ensureRoom = (doc: PDFKit.PDFDocument, heightPt: number): boolean => {
  if (doc.y + heightPt <= doc.page.height - MARGIN) return false
  doc.addPage()
  doc.y = MARGIN
  return true
}

const drawTable = (
  doc: PDFKit.PDFDocument,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void => {
  const widths = columns.map(({ width }) => width * (doc.page.width - 2 * MARGIN))
  const titles = columns.map(({ title }) => title)
  const heightOf = (cells: readonly string[]): number =>
    2 * CELL +
    Math.max(
      ...cells.map((cell, i) => doc.heightOfString(cell, { width: (widths[i] ?? 0) - 2 * CELL })),
    )
  const row = (cells: readonly string[], ground: string): void => {
    const height = heightOf(cells)
    const top = doc.y
    let x = MARGIN
    for (const [i, cell] of cells.entries()) {
      const width = widths[i] ?? 0
      doc.rect(x, top, width, height).lineWidth(0.5).fillAndStroke(ground, '#888')
      const align = columns[i]?.align ?? 'left'
      doc.fillColor('black').text(cell, x + CELL, top + CELL, { width: width - 2 * CELL, align })
      x += width
    }
    doc.x = MARGIN
    doc.y = top + height
  }
  const [first = []] = rows
  ensureRoom(doc, heightOf(titles) + heightOf(first))
  row(titles, TITLE_GROUND)
  for (const cells of rows) {
    // A page without titles leaves its reader guessing.
    if (ensureRoom(doc, heightOf(cells))) row(titles, TITLE_GROUND)
    row(cells, 'white')
  }
  doc.moveDown(0.5)
}

const drawBlanks = (doc: PDFKit.PDFDocument, labels: readonly string[]): void => {
  ensureRoom(doc, BLANK_PT)
  const width = (doc.page.width - 2 * MARGIN) / labels.length
  const top = doc.y + BLANK_PT - 2 * TEXT_PT
  for (const [i, label] of labels.entries()) {
    const left = MARGIN + i * width
    doc.text(label, left, top, { lineBreak: false })
    const from = left + doc.widthOfString(label) + CELL
    const under = top + TEXT_PT + CELL
    doc.moveTo(from, under).lineTo(left + width - 3 * CELL, under)
    doc.lineWidth(0.5).stroke('black')
  }
  doc.x = MARGIN
  doc.y = top + 2 * TEXT_PT
}

const paperOn = (doc: PDFKit.PDFDocument): Paper => ({
  title: (text) => {
    doc.fontSize(TITLE_PT).text(text, { align: 'center' }).fontSize(TEXT_PT).moveDown(0.5)
  },
  text: (text) => {
    doc.text(text).moveDown(0.2)
  },
  heading: (text) => {
    ensureRoom(doc, HEADED_PT)
    doc.moveDown(0.3).fontSize(11).text(text).fontSize(TEXT_PT).moveDown(0.2)
  },
  table: (columns, rows) => drawTable(doc, columns, rows),
  blanks: (labels) => drawBlanks(doc, labels),
  picture: (bytes) => {
    ensureRoom(doc, PICTURE.height)
    try {
      doc.image(bytes, { fit: [PICTURE.width, PICTURE.height] }).moveDown(0.3)
      return true
    } catch {
      // Not a picture that PDF knows: the text beside it names the object.
      return false
    }
  },
})

export type PaperOptions = {
  /** What the file says of when it was made, ms; else now. With it the same content gives the same bytes. */
  readonly madeAt?: number
  /** At the foot of each page, before its number. */
  readonly footer?: string
}

/** Below the margin, where text would begin a page of its own. */
const numberPages = (doc: PDFKit.PDFDocument, footer: string): void => {
  const { start, count } = doc.bufferedPageRange()
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page)
    doc.page.margins.bottom = 0
    const words = `${footer}　第 ${page + 1} 页，共 ${count} 页`
    const at = { width: doc.page.width - 2 * MARGIN, align: 'center' } as const
    doc.fontSize(7).text(words, MARGIN, doc.page.height - MARGIN + 12, at)
  }
}

/** A PDF of A4 pages; 0.2 s for ten of them. */
export const drawPaper = async (
  name: string,
  draw: (paper: Paper) => void,
  { madeAt, footer }: PaperOptions = {},
): Promise<Buffer> => {
  const bytes = await loadFont()
  const dated = madeAt === undefined ? {} : { CreationDate: new Date(madeAt) }
  const info = { Title: name, ...dated }
  const doc = new PDFDocument({ size: 'A4', margin: MARGIN, info, bufferPages: true })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont('sc', bytes)
  doc.font('sc').fontSize(TEXT_PT)
  draw(paperOn(doc))
  if (footer !== undefined) numberPages(doc, footer)
  doc.end()
  return ended
}
