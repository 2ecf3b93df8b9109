import { answer } from '../control.ts'
import { Emitter } from '../refusal.ts'

type Parts =
  | 'shouldUseDarkColors'
  | 'shouldUseDarkColorsForSystemIntegratedUI'
  | 'themeSource'
  | 'shouldUseHighContrastColors'

class NativeTheme extends Emitter implements Pick<Electron.NativeTheme, Parts> {
  readonly shouldUseHighContrastColors = false
  shouldUseDarkColorsForSystemIntegratedUI = false
  themeSource: Electron.NativeTheme['themeSource'] = 'system'
  get shouldUseDarkColors(): boolean {
    return this.themeSource === 'system' ? this.shouldUseDarkColorsForSystemIntegratedUI : this.themeSource === 'dark'
  }
}

export const nativeTheme = new NativeTheme()

answer({
  setDark: (isDark) => {
    nativeTheme.shouldUseDarkColorsForSystemIntegratedUI = isDark
    nativeTheme.emit('updated')
  },
})
