import { answer } from '../control.ts'
import { Refusing } from '../refusal.ts'

const handedOver: string[] = []

/** Opens nothing; the test reads what would have been handed to the system. */
class Shell
  extends Refusing
  implements Pick<Electron.Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>
{
  openExternal = async (url: string): Promise<void> => void handedOver.push(`openExternal ${url}`)
  openPath = async (path: string): Promise<string> => {
    handedOver.push(`openPath ${path}`)
    return ''
  }
  showItemInFolder(path: string): void {
    handedOver.push(`showItemInFolder ${path}`)
  }
  beep(): void {}
}

class Clipboard extends Refusing implements Pick<Electron.Clipboard, 'writeText'> {
  writeText = async (text: string): Promise<void> => void handedOver.push(`clipboard ${text}`)
}

export const shell = new Shell()
export const clipboard = new Clipboard()

answer({ handedOver: () => handedOver })
