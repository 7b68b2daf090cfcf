import { BarcodeDetector, prepareZXingModule } from 'barcode-detector/ponyfill'
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url'
import { codeOf } from '#console/parts/scan-field.tsx'

// From our own server: no network of others, and it is there without any.
prepareZXingModule({
  overrides: {
    locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path),
  },
})

/** QR of our labels; Data Matrix and Code 128 of makers and of the old ones. */
const detector = new BarcodeDetector({ formats: ['qr_code', 'data_matrix', 'code_128'] })

/** The code in a picture, a frame of video, or a file of a label; null = none is seen. */
export const readCode = async (
  picture: Blob | ImageBitmap | HTMLVideoElement,
): Promise<string | null> => {
  const [found] = await detector.detect(picture)
  return found === undefined ? null : codeOf(found.rawValue)
}
