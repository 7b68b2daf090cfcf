/** 脱敏: what is shown of personal data unless somebody asks for it with a reason. Enough to tell two people apart, too little to reach one. */

const STAR = '*'

const starred = (text: string, head: number, tail: number): string => {
  const characters = Array.from(text)
  const hidden = characters.length - head - tail
  if (hidden < 1) return STAR.repeat(Math.max(characters.length, 1))
  const end = characters.slice(characters.length - tail).join('')
  return characters.slice(0, head).join('') + STAR.repeat(hidden) + (tail === 0 ? '' : end)
}

/** 张*, 阿*******: the first character; the length of a long name would tell who it is. */
export const maskName = (name: string): string => {
  const [first = STAR] = Array.from(name)
  return first + STAR.repeat(Math.min(Math.max(Array.from(name).length - 1, 1), 3))
}

/** 138****5678; a landline keeps its area and the last two digits. */
export const maskPhone = (phone: string): string =>
  /^1\d{10}$/.test(phone)
    ? starred(phone, 3, 4)
    : starred(phone, Math.min(phone.indexOf('-') + 1, 5), 2)

/** First and last character: neither region nor birthday. */
export const maskNumber = (number: string): string => starred(number, 1, 1)

/** The first third, at most six characters: province and city, never the door. */
export const maskAddress = (address: string): string => {
  const characters = Array.from(address)
  return `${characters.slice(0, Math.min(6, Math.floor(characters.length / 3))).join('')}***`
}

const masks: Readonly<Record<string, (text: string) => string>> = {
  name: maskName,
  unitName: maskName,
  phone: maskPhone,
  paperNumber: maskNumber,
  uscc: maskNumber,
  authorisationNo: maskNumber,
  address: maskAddress,
}

/** Masks a field by its name; one without a mask of its own is hidden whole. `address:…` counts as `address`. */
export const maskField = (field: string, text: string): string =>
  (masks[field.split(':')[0] ?? ''] ?? (() => '***'))(text)
