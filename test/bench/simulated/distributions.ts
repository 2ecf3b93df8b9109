import type { Random } from '../../../main/model/stats/random.ts'

/** A distribution whose median is known without measuring. */
export interface Distribution {
  readonly name: string
  readonly trueMedian: number
  readonly draw: (random: Random) => number
}

/** Box & Muller, Annals of Mathematical Statistics 29 (1958); 1 - u keeps 0 out of the logarithm. */
export function drawNormal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** The median of 70 % N(0, 1) and 30 % N(6, 1), to four places: 0.7 * Phi(m) = 0.5. */
const medianOfUnequalModes = 0.5659

export function normal(spread: number): Distribution {
  return {
    name: `normal, spread ${spread}`,
    trueMedian: 100,
    draw: (random) => 100 * (1 + spread * drawNormal(random)),
  }
}

export function lognormal(spread: number): Distribution {
  return {
    name: `lognormal, sigma ${spread}`,
    trueMedian: 100,
    draw: (random) => 100 * Math.exp(spread * drawNormal(random)),
  }
}

/** Such as a cold cache in three of ten rounds: a second mode six spreads away. */
export function unequalModes(spread: number): Distribution {
  return {
    name: `bimodal 70:30, spread ${spread}`,
    trueMedian: 100 * (1 + spread * medianOfUnequalModes),
    draw: (random) => 100 * (1 + spread * (drawNormal(random) + (random() < 0.7 ? 0 : 6))),
  }
}

/** Six spreads apart, so that the median lies in a gap. */
export function equalModes(spread: number): Distribution {
  return {
    name: `bimodal 50:50, spread ${spread}`,
    trueMedian: 100 * (1 + spread * 3),
    draw: (random) => 100 * (1 + spread * (drawNormal(random) + (random() < 0.5 ? 0 : 6))),
  }
}
