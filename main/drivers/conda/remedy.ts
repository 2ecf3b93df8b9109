import type { Remedy } from '../../contract/errors.ts'

/** How to get conda and mamba on this system. https://github.com/conda-forge/miniforge */
export function suggestInstall(platform: NodeJS.Platform, arch: string): Remedy {
  if (platform === 'darwin') {
    const text = 'Install Miniforge, which has conda and mamba, with Homebrew'
    return { text, command: 'brew install --cask miniforge' }
  }
  if (platform === 'linux') {
    const file = `Miniforge3-Linux-${arch === 'arm64' ? 'aarch64' : arch === 'ppc64' ? 'ppc64le' : 'x86_64'}.sh`
    return {
      text: 'Install Miniforge, which has conda and mamba, into your home folder',
      command: `curl -fLO https://github.com/conda-forge/miniforge/releases/latest/download/${file} && bash ${file} -b`,
    }
  }
  if (platform === 'win32') {
    return { text: 'Install Miniforge, which has conda and mamba', command: 'winget install CondaForge.Miniforge3' }
  }
  return { text: 'Install Miniforge, which has conda and mamba, or micromamba' }
}
