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
type Words = { readonly zh: string; readonly en: string }

const invalid = (path: string, detail: Words) => problem('INVALID_IDENTITY', { path, detail })

const nameWords = {
  EMPTY: { zh: '须填写姓名', en: 'a name is needed' },
  TOO_LONG: { zh: '姓名最多 100 个字符', en: 'a name has at most 100 characters' },
  CHARACTERS: {
    zh: '姓名只能含文字、空格、“·”、“-”、“.”和撇号',
    en: 'a name has letters, blanks, "·", "-", "." and apostrophes only',
  },
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
  throw invalid(path, {
    zh: '应为手机号、带区号的固定电话或 400/800 号码',
    en: 'a mobile number, a landline with its area, or 400/800',
  })
}

/** @throws INVALID_IDENTITY */
export const usccOf = (text: string, path = '/uscc'): string => {
  const checked = checkUscc(text)
  if (checked.ok) return checked.value
  const detail =
    checked.refusal === 'FORMAT'
      ? {
          zh: '统一社会信用代码为 18 位数字和字母，不含 I、O、S、V、Z',
          en: 'a USCC has 18 digits and letters, without I, O, S, V and Z',
        }
      : {
          zh: '统一社会信用代码的校验位不符，请按营业执照填写',
          en: 'the check digit of the USCC does not fit: type it from the licence',
        }
  throw invalid(path, detail)
}

/** Names of units hold whatever was registered; blanks are tidied. */
export const unitNameOf = (text: string): string => {
  const name = text.normalize('NFC').replaceAll(/\s+/gu, ' ').trim()
  if (name === '') throw invalid('/unitName', { zh: '须填写单位名称', en: 'a name is needed' })
  return name
}

const paperWords: Readonly<Record<PaperRefusal, Words>> = {
  FORMAT: {
    zh: '该类证件没有这样的号码，请按证件填写',
    en: 'this kind of paper has no such number: type it as printed',
  },
  DATE: {
    zh: '号码中的出生日期不存在，或早于 1900 年',
    en: 'the birthday inside the number does not exist, or lies before 1900',
  },
  FUTURE: { zh: '号码中的出生日期在将来', en: 'the birthday inside the number lies ahead' },
  CHECK_DIGIT: {
    zh: '校验位不符，有一位填错了',
    en: 'the check digit does not fit: a digit was mistyped',
  },
  OTHER_PAPER: {
    zh: '这是另一类证件的号码',
    en: 'the number belongs to another kind of paper',
  },
  COUNTRY: {
    zh: '外国护照须填写签发国的三位字母代码，如 KAZ',
    en: 'a foreign passport names its issuer, as the three letters of ISO 3166: KAZ',
  },
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
    detail: {
      zh: '不得向未成年人售气，请由家中成年人购买',
      en: 'gas is not sold to minors: let a grown-up of the household buy',
    },
  })
}

const notDemanded = (path: string, { ref, single }: ResolvedProfile) =>
  problem('NOT_DEMANDED', {
    path,
    rule: 'collectIdNumber',
    clause: single.collectIdNumber?.clause,
    detail: {
      zh: `本地规则（${ref}）不要求该项，故不收集`,
      en: `the rules of this region (${ref}) do not ask for it, so it is not taken: leave it out`,
    },
  })

const withoutNumber = (person: Natural, profile: ResolvedProfile): Identified => {
  if (person.paper?.number !== undefined) throw notDemanded('/paper/number', profile)
  if (person.paper?.country !== undefined) throw notDemanded('/paper/country', profile)
  if (person.bornOn !== undefined) throw notDemanded('/bornOn', profile)
  if (person.ofAge === undefined) {
    const detail = {
      zh: '须填写 ofAge：销售人员已确认购买人成年',
      en: 'ofAge says that whoever sells has seen that the buyer is of age',
    }
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
  if (paper.bornOn !== null) {
    if (person.bornOn !== undefined && person.bornOn !== paper.bornOn) {
      throw invalid('/bornOn', {
        zh: '出生日期与证件号码中的不一致',
        en: 'the birthday is not that inside the number of the paper',
      })
    }
    return paper.bornOn
  }
  if (person.bornOn === undefined) {
    const detail = {
      zh: '该类证件号码不含出生日期，须填写 bornOn',
      en: 'the number of this paper does not tell the birthday: bornOn is needed',
    }
    throw problem('IDENTITY_DEMANDED', { path: '/bornOn', detail })
  }
  const checked = checkBirthday(person.bornOn, today)
  if (!checked.ok) {
    throw invalid('/bornOn', {
      zh: '出生日期在将来、早于 1900 年或不存在',
      en: 'the birthday lies ahead, before 1900, or on no day',
    })
  }
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
      detail: {
        zh: '销售时须登记证件号码',
        en: 'the number of an identity paper is registered at the sale',
      },
    })
  }
  if (paper.validUntil !== undefined && paper.validUntil < today) {
    throw invalid('/paper/validUntil', {
      zh: '证件已过有效期，请出示有效证件',
      en: 'the paper is out of date: take a valid one',
    })
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
