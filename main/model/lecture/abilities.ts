import type { Fact } from '../../contract/metrics.ts'
import type { Technology } from '../../contract/technology.ts'

/**
 * The lecture's "versatility (types of apps)": which kinds of program an instance can hold, bringing along what they
 * need. What this machine can show is measured by the survey and goes before what stands here; the rest is stated from
 * the document that `source` names.
 */
export const abilityTitles = {
  linux_program: 'any Linux program',
  service: 'a service on a port',
  services: 'several services',
  distribution: 'another distribution',
  kernel: 'another kernel',
  operating_system: 'another operating system',
  graphical: 'a graphical program',
  gpu: 'a GPU',
  notebooks: 'notebooks',
} as const

export type AbilityId = keyof typeof abilityTitles

/** What was seen in this run. */
export interface AbilityEvidence {
  /** Null when it was tried and could not be told. */
  readonly holds: boolean | null
  readonly meaning: string
}

interface Statement {
  readonly holds: boolean
  readonly meaning: string
  readonly source: string
}

type Statements = Readonly<Record<AbilityId, Statement>>

const docs = {
  venv: 'Python docs, venv: docs.python.org/3/library/venv.html',
  conda: 'conda docs, Environments: docs.conda.io/projects/conda/en/stable/user-guide/concepts/environments.html',
  condaForge: 'conda-forge docs, Introduction: conda-forge.org/docs/user/introduction',
  pip: 'Jupyter docs, Installing: jupyter.org/install',
  tk: 'Python docs, Graphical user interfaces with Tk: docs.python.org/3/library/tk.html',
  socket: 'Python docs, socketserver: docs.python.org/3/library/socketserver.html',
  cuda: 'PyTorch docs, Start locally: pytorch.org/get-started/locally',
  dockerOverview:
    'Docker docs, What is a container: docs.docker.com/get-started/docker-concepts/the-basics/what-is-a-container',
  dockerPorts: 'Docker docs, Port publishing: docs.docker.com/engine/network/port-publishing',
  dockerServices: 'Docker docs, Multi-service containers: docs.docker.com/engine/containers/multi-service_container',
  dockerBase: 'Docker docs, Base images: docs.docker.com/build/building/base-images',
  dockerMounts: 'X.Org, X(7), Display names; Docker docs, Bind mounts: docs.docker.com/engine/storage/bind-mounts',
  dockerGpu: 'Docker docs, GPU access: docs.docker.com/engine/containers/gpu',
  dockerJupyter: 'Jupyter Docker Stacks: jupyter-docker-stacks.readthedocs.io',
  qemu: 'QEMU docs, System emulation: www.qemu.org/docs/master/system',
  qemuNetwork: 'QEMU docs, Network emulation: www.qemu.org/docs/master/system/devices/net.html',
  qemuGpu:
    'QEMU docs, virtio-gpu: www.qemu.org/docs/master/system/devices/virtio/virtio-gpu.html; Linux docs, VFIO: docs.kernel.org/driver-api/vfio.html',
  virtualBox: 'VirtualBox manual, Supported Guest Operating Systems: www.virtualbox.org/manual',
  virtualBoxNetwork: 'VirtualBox manual, Network Address Translation: www.virtualbox.org/manual',
  virtualBoxGraphics: 'VirtualBox manual, Hardware-Accelerated Graphics: www.virtualbox.org/manual',
  hubSpawners: 'JupyterHub docs, Spawners: jupyterhub.readthedocs.io/en/stable/reference/spawners.html',
  hubProxy: 'Jupyter Server Proxy: jupyter-server-proxy.readthedocs.io',
  posix: 'the host itself: nothing is added to it, and nothing taken away',
} as const

const virtualEnvironment: Statements = {
  linux_program: no('it holds Python packages; every other program is the host’s', docs.venv),
  service: yes('a Python program listens on the host’s own ports', docs.socket),
  services: yes('as many as the host’s ports allow; nothing keeps them apart', docs.socket),
  distribution: no('its interpreter and libraries are the host’s', docs.venv),
  kernel: no('its programs are processes of the host', docs.venv),
  operating_system: no('its programs are processes of the host', docs.venv),
  graphical: yes('a Python program with a window, on the host’s display', docs.tk),
  gpu: yes('packages bring their libraries and use the host’s driver', docs.cuda),
  notebooks: yes('Jupyter is a Python package', docs.pip),
}

/** Its packages may be any program that somebody has packed, and with it the libraries below it down to the host's C library. */
const condaEnvironment: Statements = {
  ...virtualEnvironment,
  linux_program: no('it holds programs that are packed for conda; every other one is the host’s', docs.condaForge),
  distribution: no('its packages stand on the host’s C library', docs.conda),
  kernel: no('its programs are processes of the host', docs.conda),
  operating_system: no('its programs are processes of the host', docs.conda),
  notebooks: yes('Jupyter is one of the packages', docs.pip),
}

const container: Statements = {
  linux_program: yes('an image holds any files, and starts any program among them', docs.dockerBase),
  service: yes('ports are published to the host', docs.dockerPorts),
  services: yes('several processes in one container, or several containers on a network', docs.dockerServices),
  distribution: yes('the image is the user space of whichever distribution', docs.dockerBase),
  kernel: no('containers share the kernel of the host', docs.dockerOverview),
  operating_system: no(
    'containers share the kernel of the host: a Linux host runs Linux programs',
    docs.dockerOverview,
  ),
  graphical: yes('when the host’s display socket is mounted into it', docs.dockerMounts),
  gpu: yes('when it is started with --gpus, and the host has the driver and its toolkit', docs.dockerGpu),
  notebooks: yes('ready-made images exist', docs.dockerJupyter),
}

const machine: Statements = {
  linux_program: yes('a guest is a computer of its own', docs.qemu),
  service: yes('ports of the guest are forwarded from the host', docs.qemuNetwork),
  services: yes('a guest is a computer of its own', docs.qemu),
  distribution: yes('any distribution is installed on its disk', docs.qemu),
  kernel: yes('a guest boots a kernel of its own', docs.qemu),
  operating_system: yes('any system for the emulated hardware', docs.qemu),
  graphical: yes('the guest has an emulated display', docs.qemu),
  gpu: yes('an emulated one, or a whole one of the host’s that the host then cannot use', docs.qemuGpu),
  notebooks: yes('what runs on a computer of its own runs in a guest', docs.qemu),
}

const desktopMachine: Statements = {
  linux_program: yes('a guest is a computer of its own', docs.virtualBox),
  service: yes('ports of the guest are forwarded from the host', docs.virtualBoxNetwork),
  services: yes('a guest is a computer of its own', docs.virtualBox),
  distribution: yes('any distribution for the host’s kind of processor is installed on its disk', docs.virtualBox),
  kernel: yes('a guest boots a kernel of its own', docs.virtualBox),
  operating_system: yes('Windows, Linux, BSD, Solaris and others for the host’s kind of processor', docs.virtualBox),
  graphical: yes('the guest has a window on the host', docs.virtualBoxGraphics),
  gpu: yes('an emulated one, which draws with the host’s; none of the host’s own', docs.virtualBoxGraphics),
  notebooks: yes('what runs on a computer of its own runs in a guest', docs.virtualBox),
}

/** With servers that are processes of the hub's machine; a hub may start containers or machines, and is then as they are. */
const hub: Statements = {
  linux_program: no('a user starts what is installed on the hub’s machine', docs.hubSpawners),
  service: yes('a server of a user’s own, behind the hub’s login', docs.hubProxy),
  services: yes('several behind the one login', docs.hubProxy),
  distribution: no('servers are processes of the hub’s machine', docs.hubSpawners),
  kernel: no('servers are processes of the hub’s machine', docs.hubSpawners),
  operating_system: no('servers are processes of the hub’s machine', docs.hubSpawners),
  graphical: no('what a user sees is a page in a browser', docs.hubSpawners),
  gpu: yes('where the hub’s machine has one', docs.hubSpawners),
  notebooks: yes('that is what it serves', docs.hubSpawners),
}

const host: Statements = {
  linux_program: yes('it runs what is installed', docs.posix),
  service: yes('it listens on its own ports', docs.posix),
  services: yes('as many as it has ports', docs.posix),
  distribution: no('it is the distribution it is', docs.posix),
  kernel: no('it runs the kernel it runs', docs.posix),
  operating_system: no('it is the system it is', docs.posix),
  graphical: yes('where it has a display', docs.posix),
  gpu: yes('where it has one', docs.posix),
  notebooks: yes('where Jupyter is installed', docs.posix),
}

/** Technologies that are no contenders yet have no statements: what nobody checked is not stated. */
const statements: Partial<Readonly<Record<Technology, Statements>>> = {
  host,
  venv: virtualEnvironment,
  conda: condaEnvironment,
  docker: container,
  qemu: machine,
  virtualbox: desktopMachine,
  jupyterhub: hub,
}

/** What they start is a program of the host, and no proof that they could hold it. */
export const environments: ReadonlySet<Technology> = new Set(['venv', 'conda', 'jupyterhub'])

/** One fact per ability, measured where there is evidence; null for a technology of which nothing is stated. Pure. */
export function describeAbilities(
  technology: Technology,
  evidence: Partial<Readonly<Record<AbilityId, AbilityEvidence>>>,
): readonly Fact[] | null {
  const stated = statements[technology]
  if (stated === undefined) return null
  return (Object.keys(abilityTitles) as AbilityId[]).map((id) => {
    const seen = evidence[id]
    const title = abilityTitles[id]
    if (seen) return { id, title, value: seen.holds, meaning: seen.meaning, basis: 'measured' }
    const { holds, meaning, source } = stated[id]
    return { id, title, value: holds, meaning, basis: 'stated', source }
  })
}

function yes(meaning: string, source: string): Statement {
  return { holds: true, meaning, source }
}

function no(meaning: string, source: string): Statement {
  return { holds: false, meaning, source }
}
