import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { actionRequestSchema, activitySchema, activityStepSchema } from './activity.ts'
import { buildProcedures } from './build.ts'
import { capabilitySchema } from './capability.ts'
import { argumentsSchema } from './command.ts'
import { containersContract } from './container.ts'
import { containerChangeProcedures } from './containerChanges.ts'
import { containerFactsProcedures } from './containerFacts.ts'
import { contexts } from './contexts.ts'
import { disk } from './disk.ts'
import { engineStatusSchema, engineTestEventSchema } from './engine.ts'
import {
  cloneEnvironmentRequestSchema,
  commandOutputSchema,
  commandResultSchema,
  createEnvironmentRequestSchema,
  environmentMakerSchema,
  exportFormatSchema,
  importEnvironmentRequestSchema,
  packageChangesSchema,
  packageRequestSchema,
  packageSchema,
} from './environment.ts'
import { errorDataSchema } from './errors.ts'
import { fileChoiceSchema } from './fileChoice.ts'
import { hubConnectSchema, hubReferenceSchema, hubSchema, hubServersSchema, hubsSchema, hubUserSchema } from './hub.ts'
import {
  imageDescriptionSchema,
  imageDiffRequestSchema,
  imageDiffSchema,
  imageIdSchema,
  layerFilesRequestSchema,
  layerFilesSchema,
} from './image.ts'
import { imageOverviewSchema } from './imageOverview.ts'
import { imageStoreProcedures } from './imageStore.ts'
import { instanceIdSchema, instanceSchema } from './instance.ts'
import {
  detailsSchema,
  historyRequestSchema,
  historySchema,
  imageSchema,
  inventorySchema,
  logChunkSchema,
  logRangeSchema,
  sampleRateSchema,
  usageSnapshotSchema,
} from './live.ts'
import { machineAbilitiesSchema, machineDescriptionSchema, machineRequestSchema, snapshotSchema } from './machine.ts'
import { networks } from './networks.ts'
import { failuresSchema, nothing, procedure } from './procedure.ts'
import { projects } from './projects.ts'
import { registryProcedures, transferProcedures } from './registry.ts'
import { runProcedures } from './runProcedures.ts'
import { settingsChangeSchema, settingsSchema } from './settings.ts'
import { statusSchema } from './status.ts'
import { technologySchema } from './technology.ts'
import { terminalsContract } from './terminal.ts'
import { volumes } from './volumes.ts'

const onlySchema = z.strictObject({ only: z.array(technologySchema).optional() })

const folderSchema = z.strictObject({ path: z.string().min(1).max(4_096) })
const openAtLoginSchema = z.strictObject({ on: z.boolean() })
const foldersSchema = z.strictObject({ folders: z.array(z.string()) })

/** Everything a door offers. */
export const contract = {
  app: {
    info: procedure.input(nothing).output(
      z.strictObject({
        version: z.string(),
        platform: z.string(),
        cores: z.int(),
        memoryBytes: z.int(),
        /** Where runs and kept things are. */
        dataFolder: z.string(),
        /** What this door may do beyond the rest of the API. */
        capabilities: z.array(capabilitySchema),
        /** Technologies whose running instances can be entered. */
        enterable: z.array(technologySchema),
        /** Engines with which machines can be made and kept. */
        machines: z.array(machineAbilitiesSchema),
        contenders: z.array(z.strictObject({ id: z.string(), title: z.string(), technology: technologySchema })),
      }),
    ),
    /** Whether an icon of this app is in the desktop's tray; answered when that is known, which may take seconds. */
    tray: procedure.input(nothing).output(z.strictObject({ there: z.boolean() })),
    /**
     * Has the user choose a file or folder in a dialog of the system, and approves only that one for as long as this process
     * lives; null where they leave it. Only where the door has `files.choose` (`unsupported` elsewhere).
     */
    chooseFile: procedure.input(fileChoiceSchema).output(z.strictObject({ path: z.string().nullable() })),
    /** This app's own cost, the machine's use and what was left behind, once a second while somebody reads. */
    cost: procedure.input(nothing).output(eventIterator(statusSchema)),
    /** Allocated bytes of what is in the data folder, and how many runs are stored. */
    storage: procedure
      .input(nothing)
      .output(z.strictObject({ databaseBytes: z.int(), cacheBytes: z.int(), keptBytes: z.int(), runs: z.int() })),
  },
  engines: {
    /** Each engine's state as soon as that engine has answered; ends when all have. */
    detect: procedure.input(onlySchema).output(eventIterator(engineStatusSchema)),
    /**
     * Starts the probe once in the engine's first contender and removes everything again, step by step. Cancelled when the
     * reader goes away. `in_use` while a comparison or another test goes on on this machine; `unsupported`.
     */
    test: procedure
      .input(z.strictObject({ technology: technologySchema }))
      .output(eventIterator(engineTestEventSchema)),
  },
  instances: {
    /** What exists, of every engine that is ready or of `only` these; an engine that fails is named beside it. */
    list: procedure.input(onlySchema).output(
      z.strictObject({
        instances: z.array(instanceSchema),
        failures: failuresSchema,
      }),
    ),
    /**
     * Does it, and resolves when it is done; rejects with why it is not. Meanwhile it is in the activities and can be
     * cancelled there; it goes on when the one who asked goes away. `unsupported` where the instance's state or technology
     * does not allow it, `not_found`, `cancelled`.
     */
    act: procedure.input(actionRequestSchema).output(activitySchema),
    /** PSS and disk of one instance, read now. */
    details: procedure.input(z.strictObject({ id: instanceIdSchema })).output(detailsSchema),
    /**
     * Program and arguments of a shell inside a running instance; nothing is started. `unsupported` where there is none,
     * `not_installed` where the program that enters is missing.
     */
    enter: procedure
      .input(z.strictObject({ id: instanceIdSchema }))
      .output(z.strictObject({ command: z.array(z.string()).min(1) })),
    /** `unsupported` where nothing is kept, and for times where none are kept; `bad_input` for a range that means nothing. */
    logs: procedure.input(logRangeSchema.extend({ id: instanceIdSchema })).output(eventIterator(logChunkSchema)),
  },
  hub: {
    /** The hubs that are connected, each asked now, and those found on this machine that are not. */
    list: procedure.input(nothing).output(hubsSchema),
    /**
     * Asks the hub with this token and keeps both, in place of an earlier connection to it. `bad_input` for an address that is
     * none, `not_running`, `permission_denied` for a token the hub does not know; then nothing is kept.
     */
    connect: procedure.input(hubConnectSchema).output(hubSchema),
    /** Forgets the hub and its token; `not_found`. Nothing changes on the hub. */
    disconnect: procedure.input(hubReferenceSchema).output(nothing),
    /** What `instances.list` has of the hubs, with each hub's own failure. */
    servers: procedure.input(nothing).output(hubServersSchema),
    /** Adds a user to a hub that is connected; `name_taken`, `permission_denied`. */
    addUser: procedure.input(hubUserSchema).output(instanceSchema),
  },
  machines: {
    /** All about a virtual machine, with what its engine is really given. `not_found`, `unsupported`. */
    describe: procedure.input(z.strictObject({ id: instanceIdSchema })).output(machineDescriptionSchema),
    /** Parents before their children. */
    snapshots: procedure
      .input(z.strictObject({ id: instanceIdSchema }))
      .output(z.strictObject({ snapshots: z.array(snapshotSchema) })),
    /**
     * Does it, and resolves with what it has made when it is done; rejects with why it is not. Meanwhile it is in the
     * activities, tells how far it is, and can be cancelled there. Files only below a root the user approved (`bad_input`).
     */
    perform: procedure.input(machineRequestSchema).output(
      z.strictObject({
        activity: activitySchema,
        instance: instanceSchema.nullable(),
        snapshot: snapshotSchema.nullable(),
      }),
    ),
  },
  environments: {
    /** What can make one here, the usual one of each technology first. */
    makers: procedure
      .input(nothing)
      .output(z.strictObject({ makers: z.array(environmentMakerSchema), failures: failuresSchema })),
    /**
     * These are activities: in the list with their progress, cancelled there, and they go on when the one who asked goes away.
     * `not_installed`, `name_taken`, `not_found`, `unsupported` for versions that do not go together, with the solver's
     * explanation as detail. A folder to make it in is below a root that the user approved. A file of conda's, which may hold
     * options of pip, only where the door has `run.custom`.
     */
    create: procedure.input(createEnvironmentRequestSchema).output(z.strictObject({ instance: instanceSchema })),
    import: procedure.input(importEnvironmentRequestSchema).output(z.strictObject({ instance: instanceSchema })),
    clone: procedure.input(cloneEnvironmentRequestSchema).output(z.strictObject({ instance: instanceSchema })),
    change: procedure.input(packageRequestSchema).output(z.strictObject({ changes: packageChangesSchema })),
    packages: procedure
      .input(z.strictObject({ id: instanceIdSchema }))
      .output(z.strictObject({ packages: z.array(packageSchema) })),
    export: procedure
      .input(z.strictObject({ id: instanceIdSchema, format: exportFormatSchema.nullable() }))
      .output(z.strictObject({ text: z.string(), format: exportFormatSchema })),
    /** The same as `run`, with what it writes as it comes, however much. It is ended when nobody reads any more. */
    stream: procedure
      .input(z.strictObject({ id: instanceIdSchema, argv: argumentsSchema }))
      .output(eventIterator(commandOutputSchema)),
    /** The user's own command, to its end. Only where the door has the capability `run.custom`. `bad_output` for more than 8 Mi characters. */
    run: procedure.input(z.strictObject({ id: instanceIdSchema, argv: argumentsSchema })).output(commandResultSchema),
  },
  images: {
    /** Of every engine that has images; an engine that fails is named beside them. */
    list: procedure.input(nothing).output(z.strictObject({ images: z.array(imageSchema), failures: failuresSchema })),
    /** What it is made of, layer by layer. `not_found`; `unsupported` for an engine whose images have no layers. */
    describe: procedure.input(z.strictObject({ id: imageIdSchema })).output(imageDescriptionSchema),
    /**
     * One folder of what a layer added, changed and removed. The first question about an image reads all of it, which is in the
     * activities and can be cancelled there; the next ones are answered at once.
     */
    files: procedure.input(layerFilesRequestSchema).output(layerFilesSchema),
    /** How two images of one engine differ; an activity as `files` is. */
    diff: procedure.input(imageDiffRequestSchema).output(imageDiffSchema),
    /** What `list` has with what it takes in all, and again whenever that changes. */
    watch: procedure.input(nothing).output(eventIterator(imageOverviewSchema)),
    ...transferProcedures,
    ...imageStoreProcedures,
  },
  containers: { ...containersContract, ...containerFactsProcedures, ...containerChangeProcedures },
  terminals: terminalsContract,
  registries: registryProcedures,
  builds: buildProcedures,
  volumes,
  networks,
  disk,
  projects,
  contexts,
  live: {
    /** What exists, and again whenever that changes, at most 4 times a second. Reading it is looking. */
    inventory: procedure.input(nothing).output(eventIterator(inventorySchema)),
    /** What it uses. Reading it is looking: nothing is sampled while nobody does. */
    usage: procedure.input(z.strictObject({ rate: sampleRateSchema })).output(eventIterator(usageSnapshotSchema)),
    history: procedure.input(historyRequestSchema).output(historySchema),
    /** Whether sampling is paused for all who look, until this process ends. Without a word it stays as it is. */
    pause: procedure
      .input(z.strictObject({ paused: z.boolean().optional() }))
      .output(z.strictObject({ paused: z.boolean() })),
  },
  activity: {
    /** The newest first, at most 100, again whenever one changes. */
    watch: procedure.input(nothing).output(eventIterator(z.array(activitySchema))),
    /** Every step of every activity, in their order: the last 1,000, and then each that comes. */
    steps: procedure.input(nothing).output(eventIterator(activityStepSchema)),
    /** Resolves when it has ended, with how; `not_found`. One that has ended stays as it is. */
    cancel: procedure.input(z.strictObject({ id: z.int().positive() })).output(activitySchema),
  },
  runs: runProcedures,
  settings: {
    get: procedure.input(nothing).output(settingsSchema),
    /** What is named becomes so; what is not stays. */
    change: procedure.input(settingsChangeSchema).output(settingsSchema),
    /** Removes all stored runs for good. `in_use` while a comparison goes on on this machine. */
    clear: procedure
      .input(z.strictObject({ what: z.literal('runs') }))
      .output(z.strictObject({ runs: z.int(), freedBytes: z.int() })),
    /** Whether the app opens when the user logs in, as the system has it at this moment; `unsupported` for a door that is no desktop. */
    openAtLogin: {
      get: procedure.input(nothing).output(openAtLoginSchema),
      /** `permission_denied` where the system does not take it. */
      set: procedure.input(openAtLoginSchema).output(openAtLoginSchema),
    },
    /** Folders below which environments are looked for; only some doors may change them. */
    folders: {
      list: procedure.input(nothing).output(foldersSchema),
      /** `bad_input` for what is no folder. It is kept in its canonical form. */
      add: procedure.input(folderSchema).output(foldersSchema),
      remove: procedure.input(folderSchema).output(foldersSchema),
    },
  },
  maintenance: {
    /** Removes what dead processes of ours left. */
    sweep: procedure.input(nothing).output(
      z.strictObject({
        removed: z.array(z.string()),
        failures: z.array(z.strictObject({ what: z.string(), error: errorDataSchema })),
      }),
    ),
  },
}
