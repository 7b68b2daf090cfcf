/** The last character of each letter in pinyin order, from A on; no syllable begins with I, U or V. */
const LAST = [
  0x9a41, 0x7c3f, 0x932f, 0x9d7d, 0x6a32, 0x9c12, 0x991c, 0x9743, 0x651f, 0x9b20, 0x7e99, 0x97aa,
  0x9ec1, 0x6f1a, 0x66dd, 0x88e0, 0x9db8, 0x8736, 0x7c5c, 0x9da9, 0x9442, 0x97fb, 0x7cf3,
]
const LETTERS = 'abcdefghjklmnopqrstwxyz'
const HAN = /\p{Script=Han}/u

const order = new Intl.Collator('zh-CN-u-co-pinyin')
const known = new Map<string, string>()

const initial = (character: string): string => {
  if (!HAN.test(character)) return character.toLowerCase()
  const found = known.get(character)
  if (found !== undefined) return found
  const at = LAST.findIndex((last) => order.compare(character, String.fromCodePoint(last)) <= 0)
  const letter = LETTERS[at] ?? ''
  known.set(character, letter)
  return letter
}

/** First letters of a name as it is typed in a hurry: `淄川充装站` → `zcczz`. */
export const initials = (name: string): string => Array.from(name, initial).join('')

/** Does a name contain what was typed, as it is written or by first letters of its pinyin? */
export const isMeant = (name: string, typed: string): boolean => {
  const wanted = typed.trim().toLowerCase()
  return name.toLowerCase().includes(wanted) || initials(name).includes(wanted)
}
