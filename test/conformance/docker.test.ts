import Docker from 'dockerode'
import { findApt } from '../../main/drivers/debian/apt.ts'
import { createDockerDriver } from '../../main/drivers/docker/driver.ts'
import { describeDriver } from './driverSpec.ts'

await describeDriver('docker', {
  createDriver: createDockerDriver,
  typicalStart: 700,
  typicalCreate: 300,
  typicalDeploy: 1_200,
  // Where there is no apt, docker:python stands on an image of the user's, which is not pulled again.
  sameArtifact: ['docker:privileged'],
  deployedAnew: ['docker', ...(findApt(process) === null ? [] : ['docker:python'])],
  aborts: 3,
  findInEngine: async (_, storeId) => {
    const docker = new Docker()
    const filters = { label: [`isoscope.store=${storeId}`] }
    const containers = await docker.listContainers({ all: true, filters })
    const images = await docker.listImages({ filters: JSON.stringify(filters) })
    return [
      ...containers.map(({ Names }) => `container ${Names}`),
      ...images.map(({ RepoTags, Id }) => `image ${RepoTags ?? Id}`),
    ]
  },
})
