/** Of a sign, as a share of the letters' size: a mean of DejaVu Sans, the widest of the fonts that drawings are shown in. */
const signWidth = 0.6

/** About how wide a text is drawn, rather too much than too little. */
export function estimateWidth(text: string, fontSize: number): number {
  return text.length * fontSize * signWidth
}

/** How many signs have room. At least one. */
export function countSigns(width: number, fontSize: number): number {
  return Math.max(1, Math.floor(width / (fontSize * signWidth)))
}
