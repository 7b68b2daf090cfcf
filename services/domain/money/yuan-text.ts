/** 1.25 for 125 fen, as people and bookkeeping programs read it: two decimals, no separators. */
export const yuanText = (fen: number): string => {
  const whole = Math.abs(fen)
  const sign = fen < 0 ? '-' : ''
  return `${sign}${Math.floor(whole / 100)}.${String(whole % 100).padStart(2, '0')}`
}
