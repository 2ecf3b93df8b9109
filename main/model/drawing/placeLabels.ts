/** A rectangle of a drawing; `y` is its upper edge. */
export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/**
 * The labels where they cover neither each other nor what is `taken`: each is moved up or down, as little as it can be, and stays
 * between `top` and `bottom`. One for which there is no room stays where it is. In the order given; pure.
 */
export function placeLabels(
  labels: readonly Box[],
  taken: readonly Box[],
  { top, bottom }: { readonly top: number; readonly bottom: number },
): readonly Box[] {
  const placed: (Box | undefined)[] = labels.map(() => undefined)
  // From the top down, so that of two labels the upper one stays the upper one.
  const order = labels.map((_, index) => index).sort((one, other) => (labels[one]?.y ?? 0) - (labels[other]?.y ?? 0))
  for (const index of order) {
    const label = labels[index]
    if (label) placed[index] = placeLabel(label, [...taken, ...placed.filter((box) => box !== undefined)], top, bottom)
  }
  return placed.filter((box) => box !== undefined)
}

/** The nearest free place is its own, or touches something or an end: no other has to be tried. */
function placeLabel(label: Box, others: readonly Box[], top: number, bottom: number): Box {
  const beside = others.filter((other) => isBeside(label, other))
  const places = [label.y, top, bottom - label.height]
  for (const other of beside) places.push(other.y - label.height, other.y + other.height)
  const free = places
    .filter((y) => y >= top && y + label.height <= bottom)
    .filter((y) => beside.every((other) => y + label.height <= other.y || y >= other.y + other.height))
    .sort((one, other) => Math.abs(one - label.y) - Math.abs(other - label.y))
  return { ...label, y: free[0] ?? label.y }
}

/** Whether a move up or down could bring one onto the other. */
function isBeside(one: Box, other: Box): boolean {
  return one.x < other.x + other.width && other.x < one.x + one.width
}
