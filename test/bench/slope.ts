/** Change of `y` per unit of `x`, by least squares. @throws RangeError with fewer than two points */
export const slopeOf = (points: readonly (readonly [x: number, y: number])[]): number => {
  const n = points.length
  if (n < 2) throw new RangeError('a slope needs two points')
  const mean = (pick: (point: readonly [number, number]) => number): number =>
    points.reduce((sum, point) => sum + pick(point), 0) / n
  const [x, y] = [mean(([at]) => at), mean(([, value]) => value)]
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0)
  const under = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0)
  return under === 0 ? 0 : over / under
}
