import type { BuildArgument, BuildProblem } from '../../contract/build.ts'

/** A value this short is no secret, and would be found everywhere. */
const shortest = 4

/** Pure. A builder repeats in its errors what it was given; what is kept and told of them has the argument's name instead. */
export function withoutValues(problem: BuildProblem, given: readonly BuildArgument[]): BuildProblem {
  const hide = (text: string): string =>
    given.reduce(
      (shown, { name, value }) => (value.length < shortest ? shown : shown.replaceAll(value, `$${name}`)),
      text,
    )
  return {
    ...problem,
    message: hide(problem.message),
    ...(problem.detail !== undefined && { detail: hide(problem.detail) }),
  }
}
