import type { Absent } from './absent.ts'

/** Mounted over these, the instance's own programs or the kernel's files would be the host's. */
const systemFolders =
  /^\/($|(usr\/(local\/)?)?(bin|sbin|lib(32|64|x32|exec)?)(\/|$)|usr(\/local)?$|(proc|sys|dev|probe)(\/|$)|(etc|run|var)$)/

/** Why a directory cannot be mounted at its own path inside an instance; null when it can. */
export function explainHiding(directory: string): Absent | null {
  if (!systemFolders.test(directory)) return null
  return {
    absent: `mounted inside, ${directory} would hide the files it runs on: run the command in another directory`,
  }
}
