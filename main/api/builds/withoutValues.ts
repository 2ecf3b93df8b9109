import type { BuildArgument, BuildProblem } from '../../contract/build.ts'

/** A value this short is no secret, and would be found everywhere. */
const shortest = 4

/** Pure. A builder repeats in its errors what it was given; what is kept and told of them has the argument's name instead. */
export function withoutValues(problem: BuildProblem, given: readonly BuildArgument[]): BuildProblem {
  // The longest first: of one that another begins with, the rest would be left.
  const hidden = given
    .filter(({ value }) => value.length >= shortest)
    .toSorted((one, other) => other.value.length - one.value.length)
  const hide = (text: string): string =>
    hidden.reduce((shown, { name, value }) => shown.replaceAll(value, () => `$${name}`), text)
  return {
    ...problem,
    message: hide(problem.message),
    ...(problem.detail !== undefined && { detail: hide(problem.detail) }),
  }
}
