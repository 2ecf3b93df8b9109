/**
 * What Compose writes on everything it makes, in every version since 1.0.
 * https://github.com/compose-spec/compose-go, and docker/compose `pkg/api/labels.go`
 */
export const composeLabels = {
  project: 'com.docker.compose.project',
  service: 'com.docker.compose.service',
  /** Paths with commas between them; version 1 has them as they were typed. */
  files: 'com.docker.compose.project.config_files',
  folder: 'com.docker.compose.project.working_dir',
  /** `True` on a container of `compose run`, which is nobody's service. */
  oneOff: 'com.docker.compose.oneoff',
  /** `db:service_started:false,cache:service_healthy:true`; version 1 does not write it. */
  dependsOn: 'com.docker.compose.depends_on',
} as const
