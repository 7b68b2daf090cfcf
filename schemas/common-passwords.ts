/** What is tried first at every door, here and abroad; compared in lower case without spaces and signs. */
const WORDS = new Set(
  `password passwort passw0rd p@ssw0rd password1 woaini1314 admin888 admin123 admin administrator root guest welcome letmein iloveyou sunshine princess football baseball
  dragon monkey master shadow superman batman trustno charlie donald freedom whatever computer internet samsung
  woaini woaiwojia wodemima mima mimamima nihao woaizhongguo zhongguo beijing shanghai xinjiang urumqi wulumuqi
  qwerty qwertyui qwertyuiop qazwsx qazwsxedc asdfgh asdfghjk asdfghjkl zxcvbn zxcvbnm zaqwsx abcdef abcdefg abcdefgh
  abc aabbcc aaabbb test testtest demo changeme default secret lpgtrace lpg trace ranqi qiping zaijian gas gascompany`.split(
    /\s+/,
  ),
)
/** Runs on a keyboard or in the alphabet, both ways. */
const RUNS = [
  '01234567890123456789',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
  '1qaz2wsx3edc4rfv',
  '1q2w3e4r5t6y7u8i9o0p',
]

const isRun = (text: string): boolean =>
  RUNS.some((run) => run.includes(text) || run.includes(Array.from(text).reverse().join('')))

/** One or two characters over and over, or one half that is the other one. */
const isRepeated = (text: string): boolean =>
  new Set(text).size <= 2 || text === text.slice(0, text.length / 2).repeat(2)

/** Would a guesser have it among the first? */
export const isCommonPassword = (password: string): boolean => {
  const text = password.toLowerCase().replace(/\s/g, '')
  const bare = text.replace(/[^\p{L}\p{N}]/gu, '')
  const half = text.slice(0, text.length / 2)
  const runs = isRun(text) || (isRun(half) && isRun(text.slice(half.length)))
  return WORDS.has(text) || WORDS.has(bare) || runs || isRepeated(text)
}
