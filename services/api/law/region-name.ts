import { areaList } from '@vant/area-data'

/** Groups of a province's counties, no places: nobody writes them into an address. */
const GROUP = /^(市辖区|县|.*直辖县.*)$/

/** `370302` → `山东省淄博市淄川区`, `3703` → `山东省淄博市`; what goes on below the county is cut. `null` = no such region. */
export const regionName = (code: string): string | null => {
  const lists = [areaList.province_list, areaList.city_list, areaList.county_list]
  const digits = code.slice(0, 6)
  const names: string[] = []
  for (const [at, list] of lists.entries()) {
    const length = 2 * (at + 1)
    if (digits.length < length || /^0+$/.test(digits.slice(length - 2))) break
    const name = list[digits.slice(0, length).padEnd(6, '0')]
    if (name === undefined) return null
    // 北京市 is a province and a city.
    if (!GROUP.test(name) && names.at(-1) !== name) names.push(name)
  }
  return names.length === 0 ? null : names.join('')
}
