/** 一般隐患、重大隐患. */
export type HazardGrade = 'general' | 'major'

/**
 * Defects that are major whatever the inspector says: gas escapes, or gathers where somebody sleeps. The criteria for major hazards
 * (重大隐患判定标准, 2023; R000-4.1.1.3 names them) were not seen: unconfirmed, and a grade may be raised by hand.
 */
const MAJOR: readonly string[] = ['leaking', 'bedroom', 'basement', 'second-gas-source']

type Hazard = { readonly defect?: string | undefined; readonly grade?: HazardGrade | undefined }

export const gradeOf = ({ defect, grade }: Hazard): HazardGrade =>
  grade === 'major' || (defect !== undefined && MAJOR.includes(defect)) ? 'major' : 'general'

/** A notice is as grave as its gravest hazard. */
export const gravest = (hazards: readonly Hazard[]): HazardGrade =>
  hazards.some((hazard) => gradeOf(hazard) === 'major') ? 'major' : 'general'
