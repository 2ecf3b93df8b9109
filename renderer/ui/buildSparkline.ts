/**
 * The path of a line through evenly spaced values, 0 at the bottom and `top` at the top of a box of this size. Null is a
 * gap: the line ends before it and begins anew behind it. A value alone between gaps is a dot.
 */
export function buildSparkline(
  values: readonly (number | null)[],
  { width, height, top }: { readonly width: number; readonly height: number; readonly top: number },
): string {
  const step = values.length > 1 ? width / (values.length - 1) : 0
  let path = ''
  let drawing = false
  for (const [index, value] of values.entries()) {
    if (value === null) {
      drawing = false
      continue
    }
    const x = round(index * step)
    const y = round(height - Math.min(1, Math.max(0, top > 0 ? value / top : 0)) * height)
    const isAlone = !drawing && (values[index + 1] ?? null) === null
    path += isAlone ? `M${x} ${y}h0` : `${drawing ? 'L' : 'M'}${x} ${y}`
    drawing = true
  }
  return path
}

/** The largest of the values, at least `least`: what is next to nothing is not to look like much. */
export function chooseTop(values: readonly (number | null)[], least: number): number {
  return values.reduce<number>((most, value) => Math.max(most, value ?? 0), least)
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
