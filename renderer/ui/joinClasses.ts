type Classes = Readonly<Record<string, string>>

/** Of two style sheets as one: what both have a class for gets both, the later one's rules after the earlier's. */
export function joinClasses(earlier: Classes, later: Classes): Classes {
  const names = new Set([...Object.keys(earlier), ...Object.keys(later)])
  return Object.fromEntries(
    [...names].map((name) => [name, [earlier[name], later[name]].filter((one) => one !== undefined).join(' ')]),
  )
}
