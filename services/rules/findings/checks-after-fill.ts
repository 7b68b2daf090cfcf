import { finding, rule } from '#rules/rule.ts'

/** LEAKING (检漏不合格): whoever finds it, at the check after the fill or at a stock movement. */
export const leaking = rule({
  codes: ['LEAKING'],
  on: ['postfill.checked', 'stock.in', 'stock.out'],
  judge: ({ event, profile }) =>
    event.body.leakFree === false ? finding(profile, ['LEAKING', 'block']) : undefined,
})

export const unsealed = rule({
  codes: ['UNSEALED'],
  on: ['postfill.checked'],
  needs: ['sealRequired'],
  judge: ({ event, profile }) => {
    const required = profile.single.sealRequired
    return required?.value === true && !event.body.sealed
      ? finding(profile, ['UNSEALED', 'block'], {}, required)
      : undefined
  },
})

/** Said to be without its label; a check that says nothing of it finds nothing. */
export const unlabelled = rule({
  codes: ['UNLABELLED'],
  on: ['postfill.checked'],
  needs: ['labelRequired'],
  judge: ({ event, profile }) => {
    const required = profile.single.labelRequired
    return required?.value === true && event.body.labelled === false
      ? finding(profile, ['UNLABELLED', 'block'], {}, required)
      : undefined
  },
})
