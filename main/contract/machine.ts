import { z } from 'zod'
import { instanceIdSchema, instanceNameSchema } from './instance.ts'
import { ticketed } from './ticket.ts'

const mebibyte = 1024 ** 2
const portSchema = z.int().min(1).max(65_535)

/** Both ends are allowed. */
export const machineLimits = {
  cpus: { least: 1, most: 256 },
  memoryBytes: { least: 4 * mebibyte, most: 2 ** 41 },
  diskBytes: { least: mebibyte, most: 2 ** 50 },
} as const

/** An absolute path on this machine. Whether a door may name it is decided by what the user has approved. */
export const filePathSchema = z
  .string()
  .min(2, 'A path begins at the root of the file system.')
  .max(4_096, 'A path has at most 4096 characters.')
  .regex(/^(\/|[A-Za-z]:[\\/])[^\0\r\n]+$/, 'A path begins at the root of the file system.')

/** What a snapshot is called: people name them as they like. */
export const snapshotNameSchema = z
  .string()
  .min(1)
  .max(200)
  .regex(
    /^[^\p{C}-][^\p{C}]*$/u,
    'The name of a snapshot is one line of printable characters and does not begin with a hyphen.',
  )

/** A port of this machine, on loopback, that leads to a port of the guest. */
const portForwardSchema = z.strictObject({
  host: portSchema,
  guest: portSchema,
  protocol: z.enum(['tcp', 'udp']),
})
export type PortForward = z.infer<typeof portForwardSchema>

const diskSpecSchema = z.discriminatedUnion('kind', [
  /** Grows as the guest writes. */
  z.strictObject({
    kind: z.literal('new'),
    bytes: z.int().min(machineLimits.diskBytes.least).max(machineLimits.diskBytes.most).multipleOf(mebibyte),
  }),
  /** A disk image where it is: VDI, VMDK, VHD, qcow2 or raw, as far as the engine reads it. It is not copied. */
  z.strictObject({ kind: z.literal('existing'), path: filePathSchema }),
])

export const guestSystemSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'This is not the name of a guest system.')

/** A virtual machine that a user makes and keeps. */
export const machineSpecSchema = z.strictObject({
  name: instanceNameSchema,
  cpus: z.int().min(machineLimits.cpus.least).max(machineLimits.cpus.most),
  memoryBytes: z.int().min(machineLimits.memoryBytes.least).max(machineLimits.memoryBytes.most).multipleOf(mebibyte),
  /** As the engine calls it, where it makes a difference to the engine. */
  osType: guestSystemSchema.optional(),
  /** Null: without a disk. */
  disk: diskSpecSchema.nullable(),
  /** In the first drive when it starts. */
  iso: filePathSchema.optional(),
  ports: z
    .array(portForwardSchema)
    .max(64)
    .refine(
      (ports) => new Set(ports.map(({ host, protocol }) => `${protocol} ${host}`)).size === ports.length,
      'One port of this machine leads to one port of the guest.',
    ),
  /** Without a window. */
  headless: z.boolean(),
})
export type MachineSpec = z.infer<typeof machineSpecSchema>

/** One state of a machine's disks, and of its memory where it ran. */
export const snapshotSchema = z.strictObject({
  /** As the engine knows it for certain: names may occur twice. */
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  /** The snapshot it was taken after; null for the first. */
  parent: z.string().nullable(),
  /** What the machine has now began as this one. */
  current: z.boolean(),
})
export type Snapshot = z.infer<typeof snapshotSchema>

/** `linked`: what it does not change it reads from the disk of the first, which cannot be removed meanwhile. */
const cloneKindSchema = z.enum(['full', 'linked'])
export type CloneKind = z.infer<typeof cloneKindSchema>

const machineDiskSchema = z.strictObject({
  /** Where it is connected, such as `SATA 0`. */
  slot: z.string(),
  kind: z.enum(['disk', 'dvd']),
  path: z.string(),
})

/** All about one machine, read now. */
export const machineDescriptionSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** The engine's own word, such as `saved`. */
  state: z.string(),
  cpus: z.int().positive().nullable(),
  memoryBytes: z.number().positive().nullable(),
  osType: z.string().nullable(),
  disks: z.array(machineDiskSchema),
  ports: z.array(portForwardSchema),
  headless: z.boolean(),
  /** What the engine is really given: its literal command line, or its settings in the engine's own words. */
  definition: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('command'), argv: z.array(z.string()) }),
    z.strictObject({
      kind: z.literal('settings'),
      settings: z.array(z.strictObject({ name: z.string(), value: z.string() })),
    }),
  ]),
  /** What the guest says of itself, such as its address; empty where it says nothing. */
  guest: z.array(z.strictObject({ name: z.string(), value: z.string() })),
})
export type MachineDescription = z.infer<typeof machineDescriptionSchema>

/** Engines with machines that a user makes and keeps in this way. */
export const machineTechnologySchema = z.enum(['qemu', 'virtualbox'])
export type MachineTechnology = z.infer<typeof machineTechnologySchema>

/** What can be done to the machines of an engine beyond what each instance says; an engine that makes none has no such entry. */
export const machineAbilitiesSchema = z.strictObject({
  technology: machineTechnologySchema,
  snapshots: z.boolean(),
  clones: z.array(cloneKindSchema),
  exports: z.boolean(),
  imports: z.boolean(),
})
export type MachineAbilities = z.infer<typeof machineAbilitiesSchema>

const onMachine = { ...ticketed, id: instanceIdSchema }
const onSnapshot = { ...onMachine, snapshot: z.string().min(1).max(200).regex(/^[^-]/) }

/** What takes its time and may be cancelled. Each becomes an activity. */
export const machineRequestSchema = z.discriminatedUnion('action', [
  z.strictObject({
    ...ticketed,
    action: z.literal('create'),
    technology: machineTechnologySchema,
    spec: machineSpecSchema,
  }),
  z.strictObject({
    ...ticketed,
    action: z.literal('import'),
    technology: machineTechnologySchema,
    path: filePathSchema,
    name: instanceNameSchema,
  }),
  z.strictObject({
    ...onMachine,
    action: z.literal('clone'),
    name: instanceNameSchema,
    kind: cloneKindSchema,
    /** As the machine was then; the present state where none is given. */
    snapshot: onSnapshot.snapshot.optional(),
  }),
  z.strictObject({ ...onMachine, action: z.literal('export'), path: filePathSchema }),
  z.strictObject({
    ...onMachine,
    action: z.literal('takeSnapshot'),
    name: snapshotNameSchema,
    description: z
      .string()
      .max(2_000)
      .refine((text) => !text.includes('\0'), 'A description cannot hold a NUL.')
      .optional(),
  }),
  z.strictObject({ ...onSnapshot, action: z.literal('restoreSnapshot') }),
  z.strictObject({ ...onSnapshot, action: z.literal('removeSnapshot') }),
  /** Forgets the saved memory: the next start is a cold one. */
  z.strictObject({ ...onMachine, action: z.literal('discardState') }),
])
export type MachineRequest = z.infer<typeof machineRequestSchema>
export type MachineAction = MachineRequest['action']

export const machineActionSchema = z.enum([
  'create',
  'import',
  'clone',
  'export',
  'takeSnapshot',
  'restoreSnapshot',
  'removeSnapshot',
  'discardState',
] satisfies readonly MachineAction[])
