import type { Remedy } from '../../contract/errors.ts'

/** What a remedy depends on; gathered by the driver, given in by tests. */
export interface HostFacts {
  readonly platform: NodeJS.Platform
  readonly hasSystemd: boolean
  readonly isDebian: boolean
}

export function remedyToInstall({ platform, isDebian }: HostFacts): Remedy {
  if (platform === 'linux' && isDebian) return { text: 'Install Docker', command: 'apt-get install docker.io' }
  if (platform === 'linux') return { text: 'Install Docker Engine with your package manager' }
  return { text: 'Install Docker Desktop' }
}

export function remedyToInstallCompose({ platform, isDebian }: HostFacts): Remedy {
  if (platform === 'linux' && isDebian) return { text: 'Install Compose', command: 'apt-get install docker-compose' }
  if (platform === 'linux') return { text: 'Install the Compose plugin of Docker with your package manager' }
  return { text: 'Install Docker Desktop, which has Compose in it' }
}

/** `url` is the endpoint that does not answer. */
export function remedyToStart(url: string, { platform, hasSystemd }: HostFacts): Remedy {
  if (!/^(unix|npipe):/.test(url)) return { text: `Start the daemon that should answer at ${url}` }
  if (platform !== 'linux' || url.includes('/.docker/')) return { text: 'Start Docker Desktop' }
  if (url.includes('/podman/')) {
    return hasSystemd
      ? { text: 'Start Podman’s service', command: 'systemctl start podman.socket' }
      : { text: 'Start Podman’s service', command: `podman system service --time=0 ${url} &` }
  }
  if (hasSystemd && /\/run\/user\//.test(url)) {
    return { text: 'Start the rootless Docker daemon', command: 'systemctl --user start docker' }
  }
  if (!/^unix:\/\/(\/var)?\/run\/docker\.sock$/.test(url)) {
    return { text: 'Start the Docker daemon of this socket', command: `dockerd --host ${url} &` }
  }
  return { text: 'Start the Docker daemon', command: hasSystemd ? 'systemctl start docker' : 'dockerd &' }
}

/** Something listens at `url` and answers nothing: a second daemon could not take its place. */
export function remedyToRestart(url: string, host: HostFacts): Remedy {
  const { text, command } = remedyToStart(url, host)
  if (text === 'Start Docker Desktop')
    return { text: 'It takes connections and answers nothing. If it is not merely busy, restart Docker Desktop' }
  const again = { text: 'It takes connections and answers nothing. If it is not merely busy, restart it' }
  return command?.startsWith('systemctl ') ? { ...again, command: command.replace(' start ', ' restart ') } : again
}

export function remedyForPermission(url: string): Remedy {
  return url.startsWith('unix:')
    ? { text: 'Join the docker group, then log in again', command: 'sudo usermod -aG docker "$USER"' }
    : { text: `Ask for access to the daemon at ${url}` }
}
