/** What the bytes say they are, whatever the header claims; null = none of the pictures that we keep. */
export const pictureType = (bytes: Buffer): 'image/jpeg' | 'image/png' | 'image/webp' | null => {
  if (bytes.length < 12) return null
  if (bytes.readUInt32BE(0) === 0x89_50_4e_47) return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  const riff = bytes.toString('latin1', 0, 4) === 'RIFF'
  return riff && bytes.toString('latin1', 8, 12) === 'WEBP' ? 'image/webp' : null
}
