import type { DiskKind } from '../contract/disk.ts'

export const diskKindTitles: Readonly<Record<DiskKind, string>> = {
  images: 'Images',
  containers: 'Containers',
  volumes: 'Volumes',
  buildCache: 'Build cache',
}
