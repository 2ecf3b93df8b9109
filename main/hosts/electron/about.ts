import type { AboutPanelOptionsOptions } from 'electron'

export interface AboutFacts {
  readonly platform: NodeJS.Platform
  readonly version: string
  readonly versions: Readonly<Record<string, string | undefined>>
}

/** What About says: our version and what it runs on. */
export function describeAbout({ platform, version, versions }: AboutFacts): AboutPanelOptionsOptions {
  const parts = [
    ['Electron', versions.electron],
    ['Chromium', versions.chrome],
    ['Node', versions.node],
  ]
  const runsOn = parts.flatMap(([name, number]) => (number ? [`${name} ${number}`] : [])).join(' · ')
  const licence = 'MIT licence'
  const common = { applicationName: 'Isoscope', applicationVersion: version }
  // Linux shows no credits.
  return platform === 'linux'
    ? { ...common, copyright: `${runsOn}\n${licence}` }
    : { ...common, copyright: licence, credits: runsOn }
}
