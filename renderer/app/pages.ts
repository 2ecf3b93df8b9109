import { type ComponentType, lazy } from 'react'
import { ComparePage } from '../features/compare/ComparePage.tsx'
import type { PageId } from '../store/navigation.ts'

export type PageGroup = 'measure' | 'docker' | 'manage' | 'system'

interface Page {
  readonly title: string
  readonly component: ComponentType
  /** Where the sidebar has it: what is measured, what Docker has, what else is made and kept, the app and what it stands on. */
  readonly group: PageGroup
}

/** What the first paint does not need comes as `lazy(() => import(…))`. */
export const pages: Readonly<Record<PageId, Page>> = {
  compare: { title: 'Compare', component: ComparePage, group: 'measure' },
  history: {
    title: 'History',
    component: lazy(async () => ({ default: (await import('../features/history/HistoryPage.tsx')).HistoryPage })),
    group: 'measure',
  },
  live: {
    title: 'Live',
    component: lazy(async () => ({ default: (await import('../features/live/LivePage.tsx')).LivePage })),
    group: 'measure',
  },
  images: {
    title: 'Images',
    component: lazy(async () => ({ default: (await import('../features/images/ImagesPage.tsx')).ImagesPage })),
    group: 'docker',
  },
  containers: {
    title: 'Containers',
    component: lazy(async () => ({
      default: (await import('../features/containers/ContainersPage.tsx')).ContainersPage,
    })),
    group: 'docker',
  },
  builds: {
    title: 'Builds',
    component: lazy(async () => ({ default: (await import('../features/builds/BuildsPage.tsx')).BuildsPage })),
    group: 'docker',
  },
  registries: {
    title: 'Registries',
    component: lazy(async () => ({
      default: (await import('../features/registries/RegistriesPage.tsx')).RegistriesPage,
    })),
    group: 'docker',
  },
  storage: {
    title: 'Volumes and networks',
    component: lazy(async () => ({ default: (await import('../features/storage/StoragePage.tsx')).StoragePage })),
    group: 'docker',
  },
  projects: {
    title: 'Compose projects',
    component: lazy(async () => ({ default: (await import('../features/projects/ProjectsPage.tsx')).ProjectsPage })),
    group: 'docker',
  },
  exercises: {
    title: 'Exercises',
    component: lazy(async () => ({ default: (await import('../features/exercises/ExercisesPage.tsx')).ExercisesPage })),
    group: 'docker',
  },
  environments: {
    title: 'Environments',
    component: lazy(async () => ({
      default: (await import('../features/environments/EnvironmentsPage.tsx')).EnvironmentsPage,
    })),
    group: 'manage',
  },
  machines: {
    title: 'Machines',
    component: lazy(async () => ({ default: (await import('../features/machines/MachinesPage.tsx')).MachinesPage })),
    group: 'manage',
  },
  hub: {
    title: 'Hub',
    component: lazy(async () => ({ default: (await import('../features/hub/HubPage.tsx')).HubPage })),
    group: 'manage',
  },
  engines: {
    title: 'Engines',
    component: lazy(async () => ({ default: (await import('../features/engines/EnginesPage.tsx')).EnginesPage })),
    group: 'system',
  },
  settings: {
    title: 'Settings',
    component: lazy(async () => ({ default: (await import('../features/settings/SettingsPage.tsx')).SettingsPage })),
    group: 'system',
  },
}
