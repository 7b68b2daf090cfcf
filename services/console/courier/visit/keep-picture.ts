import { phoneStore, type Picture } from '#console/courier/keep/phone-store.ts'

/** Enough to read a label on it; the API takes 1 MiB. */
const LONG_SIDE_PX = 1600
const QUALITY = 0.8

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')

/** Keeps a picture until it is sent. @returns its SHA-256, by which records name it */
export const keepPicture = async (
  blob: Blob,
  about: Pick<Picture, 'kind' | 'customerId'>,
): Promise<string> => {
  const sha256 = hex(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
  await phoneStore.pictures.put({ ...about, sha256, blob })
  return sha256
}

/** A photo as small as it may be: no one waits for a network because of twelve megapixels. */
export const smallPhoto = async (file: Blob): Promise<Blob> => {
  const picture = await createImageBitmap(file)
  const scale = Math.min(1, LONG_SIDE_PX / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * scale)
  canvas.height = Math.round(picture.height * scale)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('no picture')) : resolve(blob)),
      'image/jpeg',
      QUALITY,
    )
  })
}
