import { problem } from '#api/problem.ts'
import {
  ageOn,
  checkBirthday,
  checkPaper,
  identityText,
  type Paper,
  type PaperRefusal,
  type TypedPaper,
} from '#domain/identity/paper.ts'
import { checkPersonName } from '#domain/identity/person-name.ts'
import { checkPhone } from '#domain/identity/phone.ts'
import { checkUscc } from '#domain/identity/uscc.ts'
import type { Day } from '#domain/units.ts'
import type { ResolvedProfile } from '#rules/profile.ts'
import type { AgentCreate } from '#schemas/api/customer.ts'

/** What is refused says which field and what to do, never what was typed. */
const invalid = (path: string, detail: string) => problem('INVALID_IDENTITY', { path, detail })

const nameWords = {
  EMPTY: 'a name is needed',
  TOO_LONG: 'a name has at most 100 characters',
  CHARACTERS: 'a name has letters, blanks, "·", "-", "." and apostrophes only',
} as const

/** @throws INVALID_IDENTITY */
export const nameOf = (text: string, path = '/name'): string => {
  const checked = checkPersonName(text)
  if (checked.ok) return checked.value
  throw invalid(path, nameWords[checked.refusal])
}

/** @throws INVALID_IDENTITY */
export const phoneOf = (text: string, path = '/phone'): string => {
  const checked = checkPhone(text)
  if (checked.ok) return checked.value.number
  throw invalid(path, 'a mobile number, a landline with its area, or 400/800')
}

/** @throws INVALID_IDENTITY */
export const usccOf = (text: string, path = '/uscc'): string => {
  const checked = checkUscc(text)
  if (checked.ok) return checked.value
  const detail =
    checked.refusal === 'FORMAT'
      ? 'a USCC has 18 digits and letters, without I, O, S, V and Z'
      : 'the check digit of the USCC does not fit: type it from the licence'
  throw invalid(path, detail)
}

/** Names of units hold whatever was registered; blanks are tidied. */
export const unitNameOf = (text: string): string => {
  const name = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  if (name === '') throw invalid('/unitName', 'a name is needed')
  return name
}

const paperWords: Readonly<Record<PaperRefusal, string>> = {
  FORMAT: 'this kind of paper has no such number: type it as printed',
  DATE: 'the birthday inside the number does not exist',
  FUTURE: 'the birthday inside the number lies ahead',
  CHECK_DIGIT: 'the check digit does not fit: a digit was mistyped',
  OTHER_PAPER: 'the number belongs to another kind of paper',
  COUNTRY: 'a passport names its issuer, as three letters: KAZ',
}

/** @throws INVALID_IDENTITY */
export const paperOf = (typed: TypedPaper, today: Day): Paper => {
  const checked = checkPaper(typed, today)
  if (checked.ok) return checked.value
  const path = checked.refusal === 'COUNTRY' ? '/paper/country' : '/paper/number'
  throw invalid(path, paperWords[checked.refusal])
}

type Natural = Pick<AgentCreate, 'paper' | 'bornOn' | 'ofAge'>

/** What of a natural person is kept, and under which text they are found again. */
export type Identified = {
  readonly secrets: Readonly<Record<string, string>>
  readonly paperKind: string | null
  readonly paperUntil: string | null
  readonly identityText: string | null
}

const tooYoung = (profile: ResolvedProfile, path: string) => {
  const rule = profile.single.minimumAge
  return problem('CUSTOMER_IS_MINOR', {
    path,
    rule: 'minimumAge',
    clause: rule?.clause,
    limit: rule?.value,
    unit: 'years',
    detail: 'gas is not sold to minors: let a grown-up of the household buy',
  })
}

const notDemanded = (path: string, { ref, single }: ResolvedProfile) =>
  problem('NOT_DEMANDED', {
    path,
    rule: 'collectIdNumber',
    clause: single.collectIdNumber?.clause,
    detail: `the rules of this region (${ref}) do not ask for it, so it is not taken: leave it out`,
  })

const withoutNumber = (person: Natural, profile: ResolvedProfile): Identified => {
  if (person.paper?.number !== undefined) throw notDemanded('/paper/number', profile)
  if (person.paper?.country !== undefined) throw notDemanded('/paper/country', profile)
  if (person.bornOn !== undefined) throw notDemanded('/bornOn', profile)
  if (person.ofAge === undefined) {
    const detail = 'ofAge says that whoever sells has seen that the buyer is of age'
    throw problem('INCONSISTENT_REQUEST', { path: '/ofAge', detail })
  }
  if (!person.ofAge) throw tooYoung(profile, '/ofAge')
  return {
    secrets: {},
    paperKind: person.paper?.kind ?? null,
    paperUntil: person.paper?.validUntil ?? null,
    identityText: null,
  }
}

const birthdayOf = (person: Natural, paper: Paper, today: Day): Day => {
  if (paper.bornOn !== null) return paper.bornOn
  if (person.bornOn === undefined) {
    const detail = 'the number of this paper does not tell the birthday: bornOn is needed'
    throw problem('IDENTITY_DEMANDED', { path: '/bornOn', detail })
  }
  const checked = checkBirthday(person.bornOn, today)
  if (!checked.ok) throw invalid('/bornOn', 'the birthday lies ahead')
  return checked.value
}

/**
 * The identity of a natural person as far as the profile asks for it (C19). @throws IDENTITY_DEMANDED, NOT_DEMANDED,
 * INVALID_IDENTITY, CUSTOMER_IS_MINOR
 */
export const identityOf = (person: Natural, profile: ResolvedProfile, today: Day): Identified => {
  const rule = profile.single.collectIdNumber
  if (rule?.value !== true) return withoutNumber(person, profile)
  const { paper } = person
  if (paper?.number === undefined) {
    throw problem('IDENTITY_DEMANDED', {
      path: '/paper/number',
      rule: 'collectIdNumber',
      clause: rule.clause,
      detail: 'the number of an identity paper is registered at the sale',
    })
  }
  if (paper.validUntil !== undefined && paper.validUntil < today) {
    throw invalid('/paper/validUntil', 'the paper is out of date: take a valid one')
  }
  const checked = paperOf({ ...paper, number: paper.number }, today)
  const bornOn = birthdayOf(person, checked, today)
  if (ageOn(bornOn, today) < (profile.single.minimumAge?.value ?? 0)) {
    throw tooYoung(profile, checked.bornOn === null ? '/bornOn' : '/paper/number')
  }
  return {
    secrets: {
      paperNumber: checked.number,
      ...(checked.country === null ? {} : { paperCountry: checked.country }),
      ...(checked.bornOn === null ? { bornOn } : {}),
    },
    paperKind: checked.kind,
    paperUntil: paper.validUntil ?? null,
    identityText: identityText(checked),
  }
}
