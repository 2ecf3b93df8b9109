/** Data of published worked examples. */

const depressionBefore = [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3]
const depressionAfter = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

/** Hollander & Wolfe, Nonparametric Statistical Methods, table 3.1: Hamilton depression scale factor IV. */
export const depressionScale = depressionBefore.map((before, index) => before - (depressionAfter[index] ?? Number.NaN))

/** Darwin's maize in eighths of an inch, crossed minus self-fertilised: Fisher, The Design of Experiments, chapter III. */
export const darwinsMaize = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

/** Hollander & Wolfe, table 4.1: permeability of the human chorioamnion at term, and at 12 to 26 weeks. */
export const permeability = {
  term: [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46],
  early: [1.15, 0.88, 0.9, 0.74, 1.21],
}

const sixty = Array.from({ length: 60 }, (_, index) => index + 1)
const other = sixty.map((i) => (i * 7919) % 101)
const base = sixty.map((i) => (i * 104_729) % 97)

/** Sixty pairs with ties, from residues: any program can make them again. */
export const comparableSixty = {
  base,
  other,
  differences: other.map((one, index) => one - (base[index] ?? Number.NaN)),
}
