/**
 * The UUID of version 8 (RFC 9562 §5.8) that a hash stands for: the same thing, told again, has the same id. The hash comes in,
 * because this layer knows no crypto. @param sha256 64 hexadecimal digits
 */
export const hashedUuid = (sha256: string): string => {
  const variant = ((Number.parseInt(sha256.charAt(16), 16) & 0x3) | 0x8).toString(16)
  const [time, mid, high] = [sha256.slice(0, 8), sha256.slice(8, 12), sha256.slice(13, 16)]
  return `${time}-${mid}-8${high}-${variant}${sha256.slice(17, 20)}-${sha256.slice(20, 32)}`
}
