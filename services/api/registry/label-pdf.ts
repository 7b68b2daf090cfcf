/** Millimetres to PDF points. */
const MM = 72 / 25.4
const WIDTH_MM = 50
const HEIGHT_MM = 30
const QUIET_MODULES = 4

export type Modules = {
  readonly size: number
  readonly isDark: (row: number, column: number) => boolean
}

/** Parentheses and backslash end a PDF string; the code and model are ASCII. */
const pdfText = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, '?').replace(/[()\\]/g, (char) => `\\${char}`)

/** Dark runs of a row as rectangles: sharp at every size, where an image would blur. */
const squares = ({ size, isDark }: Modules): string => {
  const side = (HEIGHT_MM * MM) / (size + 2 * QUIET_MODULES)
  const n = (value: number): string => value.toFixed(3)
  const parts: string[] = []
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      if (!isDark(row, column)) continue
      let end = column + 1
      while (end < size && isDark(row, end)) end++
      const x = (column + QUIET_MODULES) * side
      const y = HEIGHT_MM * MM - (row + QUIET_MODULES + 1) * side
      parts.push(`${n(x)} ${n(y)} ${n((end - column) * side)} ${n(side)} re`)
      column = end
    }
  }
  return `${parts.join('\n')}\nf`
}

/** A 50 × 30 mm label as PDF 1.4: QR code as vectors, code and model in a font that every reader has. */
export const labelPdf = (modules: Modules, code: string, model: string): Buffer => {
  const text = (value: string, y: number): string =>
    `BT /F1 7 Tf ${(31 * MM).toFixed(2)} ${y.toFixed(2)} Td (${pdfText(value)}) Tj ET`
  const content = `${squares(modules)}\n${text(code, 18 * MM)}\n${text(model, 13 * MM)}`
  const box = `[0 0 ${(WIDTH_MM * MM).toFixed(2)} ${(HEIGHT_MM * MM).toFixed(2)}]`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox ${box} /Contents 5 0 R /Resources << /Font << /F1 4 0 R >> >> >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]
  let pdf = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = pdf.length
    pdf += `${index + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  const start = pdf.length
  pdf += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`
  return Buffer.from(pdf, 'latin1')
}
