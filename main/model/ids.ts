/** `20261123T231500-a1b2c3`: sorts by time, and six hex digits keep two runs of one second apart. */
export function formatRunId(startedAt: Date, random: number): string {
  const time = startedAt.toISOString().replace(/[-:]/g, '').slice(0, 15)
  return `${time}-${(random >>> 0).toString(16).padStart(8, '0').slice(-6)}`
}
