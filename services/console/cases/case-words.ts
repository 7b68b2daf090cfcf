import { caseTexts } from './texts.ts'

/** A code of the API in words; one that is not known stands for itself. */
export const useCaseWords = () => {
  const say = caseTexts.useTexts()
  return (prefix: string, value: unknown): string => {
    if (typeof value !== 'string') return ''
    const key = `${prefix}.${value}`
    return caseTexts.has(key) ? say(key) : value
  }
}
