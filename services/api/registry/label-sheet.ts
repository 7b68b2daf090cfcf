import PDFDocument from 'pdfkit'
import type { QRCode } from 'qrcode'
import { loadFont } from '#api/supervision/paper.ts'

/** Millimetres to PDF points. */
const MM = 72 / 25.4
const WIDTH_MM = 50
const HEIGHT_MM = 30
/** A4: four by nine labels, the cutting lines shared. */
const COLUMNS = 4
const ROWS = 9
const PAGE = { width: 210, height: 297 } as const
const LEFT_MM = (PAGE.width - COLUMNS * WIDTH_MM) / 2
const TOP_MM = (PAGE.height - ROWS * HEIGHT_MM) / 2
/** Quiet zone of ISO/IEC 18004, in modules. */
const QUIET = 4
const TEXT_MM = { left: 29, width: 19.5 } as const

export type SheetLabel = {
  readonly code: string
  readonly model: string
  /** Number stamped by the maker, to compare with the metal. */
  readonly serialNo: string
  readonly owner: string
  readonly qr: QRCode
}

/** `sheet` = A4 to be cut, `roll` = a page a label for label printers. */
export type LabelLayout = 'sheet' | 'roll'

/** Dark runs of a row as rectangles: sharp at every size, where an image would blur. */
const drawQr = (doc: PDFKit.PDFDocument, { modules }: QRCode, x: number, y: number): void => {
  const { size } = modules
  const side = (HEIGHT_MM * MM) / (size + 2 * QUIET)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (modules.get(row, column) !== 1) continue
      let end = column + 1
      while (end < size && modules.get(row, end) === 1) end++
      doc.rect(x + (column + QUIET) * side, y + (row + QUIET) * side, (end - column) * side, side)
      column = end
    }
  }
  doc.fill('black')
}

const drawLabel = (doc: PDFKit.PDFDocument, label: SheetLabel, x: number, y: number): void => {
  drawQr(doc, label.qr, x, y)
  const left = x + TEXT_MM.left * MM
  const width = TEXT_MM.width * MM
  const line = (text: string, atMm: number, points: number, lines: number): void => {
    doc.fontSize(points).text(text, left, y + atMm * MM, {
      width,
      height: lines * points * 1.6,
      ellipsis: true,
      lineGap: 0,
    })
  }
  line(label.code, 4, 9, 2)
  line([label.model, label.serialNo].filter((part) => part !== '').join('  '), 12, 6, 2)
  line(label.owner, 18, 6, 2)
  line('扫码查询溯源信息', 25, 5, 1)
}

/** Labels of 50 × 30 mm with Chinese text; the font goes in with the letters that were used, no more. */
export const labelSheet = async (
  labels: readonly SheetLabel[],
  layout: LabelLayout,
): Promise<Buffer> => {
  const sheet = layout === 'sheet'
  const size: [number, number] = sheet
    ? [PAGE.width * MM, PAGE.height * MM]
    : [WIDTH_MM * MM, HEIGHT_MM * MM]
  const doc = new PDFDocument({ size, margin: 0, autoFirstPage: false, info: { Title: 'labels' } })
  const chunks: Buffer[] = []
  doc.on('data', (chunk: Buffer) => chunks.push(chunk))
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)))
    doc.on('error', reject)
  })
  doc.registerFont('sc', await loadFont())
  const perPage = sheet ? COLUMNS * ROWS : 1
  for (const [n, label] of labels.entries()) {
    const place = n % perPage
    if (place === 0) doc.addPage({ size, margin: 0 }).font('sc')
    const x = sheet ? (LEFT_MM + (place % COLUMNS) * WIDTH_MM) * MM : 0
    const y = sheet ? (TOP_MM + Math.floor(place / COLUMNS) * HEIGHT_MM) * MM : 0
    if (sheet) {
      const dashed = doc.rect(x, y, WIDTH_MM * MM, HEIGHT_MM * MM).dash(1, { space: 2 })
      dashed.lineWidth(0.3).stroke('#aaa').undash()
    }
    drawLabel(doc, label, x, y)
  }
  doc.end()
  return ended
}
