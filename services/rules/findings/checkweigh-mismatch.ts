import { finding, rule } from '#rules/rule.ts'

/**
 * The check-weigh differs from the last weighing at the fill by more than both scales may err. The last weighing, not the fill's
 * own gross: gas may have been taken out since, which is the remedy of an overfill.
 */
export const checkweighMismatch = rule({
  codes: ['CHECKWEIGH_MISMATCH'],
  on: ['postfill.checked'],
  needs: ['defaultScaleToleranceG'],
  judge: ({ before, event, profile }) => {
    const { lastFill, weighing } = before
    const { checkWeighG } = event.body
    if (checkWeighG === undefined || lastFill === null || weighing === null) return undefined
    if (weighing.at < lastFill.at || before.checkedSinceFill) return undefined
    const unknownG = profile.single.defaultScaleToleranceG?.value ?? 0
    const { checkScale } = event.context
    const checkG = checkScale?.known === true ? checkScale.toleranceG : unknownG
    const limit = (lastFill.scaleToleranceG ?? unknownG) + checkG
    const measured = Math.abs(checkWeighG - weighing.grossG)
    return measured <= limit
      ? undefined
      : finding(profile, ['CHECKWEIGH_MISMATCH', 'warn'], { measured, limit, unit: 'g' })
  },
})
