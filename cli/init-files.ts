/** Pipelines that `soconform init` writes a file for. */
export const pipelines = ['github', 'gitlab', 'azure'] as const;

export type Pipeline = (typeof pipelines)[number];

/** A file that init writes: its path, its text, and what is left to do with it. */
export interface InitFile {
  readonly path: string;
  readonly text: string;
  readonly next: string;
}

const folder = 'soconform';
const reports = `--report json=${folder}/run.json --report junit=${folder}/junit.xml --report html=${folder}/run.html`;

/** Read by `cli/config-file.ts`; `schemas/files/config.schema.json` says what may stand in it. */
export const configFile: InitFile = {
  path: 'soconform.config.ts',
  next: 'name your target in it; credentials stay in the environment',
  text: `import type { Config } from 'soconform/config';

// Flags win over the environment, the environment over this file. It has no place for a secret:
// SOCONFORM_TICKET, SOCONFORM_BEARER, SOCONFORM_USER and so on come from the environment, or from files that
// SOCONFORM_TICKET_FILE and so on name.
export default {
  // Without a target the run asks an emulator that it starts.
  // target: 'https://sod.superoffice.com/Cust12345',

  // The most that a request may do to the target: read, write, send or admin.
  allow: 'read',

  // core: the five operations that are asked when somebody only looks. Take it out to ask the whole catalogue.
  set: 'core',
  // agent: ['Contact', 'Person'],
  // operation: 'EMail.*',

  // A SHOULD that fails is an error, too.
  strict: false,
  // Of the operations, on each protocol, so many percent must have given a result; else the run ends with 5.
  // minCoverage: 80,
  // Of the members that answers could have had, so many percent must have had a value.
  // minEvidence: 50,

  // What is known to fail, with reason, owner and expiry.
  // deviations: 'soconform.deviations.yaml',
  // The record of an earlier run: only what is newly red fails.
  // baseline: 'soconform.baseline.json',

  // Chosen with --profile; each is laid over what stands above.
  profiles: {
    // staging: {
    //   target: 'https://sod.superoffice.com/Cust12345',
    //   allow: 'read',
    //   // What sends mail and messages wants the host once more; there is no flag for that.
    //   // confirmHost: 'sod.superoffice.com',
    //   // The names of the variables that hold the login, never the login itself.
    //   credentials: { ticket: 'STAGING_TICKET', appToken: 'STAGING_APP_TOKEN' },
    //   // Or one that is obtained when the run begins, and renewed when it runs out:
    //   // credentials: { refreshToken: 'STAGING_REFRESH_TOKEN', clientSecret: 'STAGING_CLIENT_SECRET' },
    //   // credentials: { systemToken: 'STAGING_SYSTEM_TOKEN', privateKey: 'STAGING_KEY', appToken: 'STAGING_APP_TOKEN' },
    //   // login: { service: 'https://sod.superoffice.com', clientId: 'the id of the application' },
    //   // Requests a second.
    //   rate: 5,
    //   // Further variables whose values must not be seen.
    //   secrets: ['SMTP_PASSWORD'],
    //   report: ['json=staging.json', 'junit=staging.xml'],
    // },
  },
} satisfies Config;
`,
};

export const pipelineFiles: Readonly<Record<Pipeline, InitFile>> = {
  github: {
    path: '.github/workflows/conformance.yml',
    next: 'set the variable SOCONFORM_TARGET and the secret SOCONFORM_TICKET of the repository',
    text: `# Asks the target, stops the pipeline when it departs, and keeps the reports.
name: conformance

on:
  workflow_dispatch:
  schedule:
    - cron: '17 4 * * 1-5'

permissions:
  contents: read

jobs:
  conformance:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with:
          node-version: 22
          cache: npm
      - run: npm ci
      # github=- annotates the run; each other report is a file.
      - run: npx soconform run ${reports} --report markdown=${folder}/run.md --report github=-
        env:
          TARGET_URL: \${{ vars.SOCONFORM_TARGET }}
          SOCONFORM_TICKET: \${{ secrets.SOCONFORM_TICKET }}
      - if: always() && hashFiles('${folder}/run.md') != ''
        run: cat ${folder}/run.md >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: actions/upload-artifact@v4
        with:
          name: conformance
          path: ${folder}/
          if-no-files-found: warn
`,
  },
  gitlab: {
    path: '.gitlab/soconform.gitlab-ci.yml',
    next: "add `include: [{ local: '.gitlab/soconform.gitlab-ci.yml' }]` to .gitlab-ci.yml and set TARGET_URL and SOCONFORM_TICKET (masked)",
    text: `# Asks the target, stops the pipeline when it departs, and keeps the reports.
conformance:
  image: node:22
  cache:
    key:
      files: [package-lock.json]
    paths: [.npm/]
  script:
    - npm ci --cache .npm --prefer-offline
    # TARGET_URL and SOCONFORM_TICKET are variables of the project.
    - npx soconform run ${reports}
  artifacts:
    when: always
    expire_in: 30 days
    paths: [${folder}/]
    reports:
      junit: ${folder}/junit.xml
`,
  },
  azure: {
    path: '.azure/soconform-steps.yml',
    next: 'add `- template: .azure/soconform-steps.yml` to the steps of azure-pipelines.yml and set SOCONFORM_TARGET and SOCONFORM_TICKET (secret)',
    text: `# Asks the target, stops the pipeline when it departs, and keeps the reports.
steps:
  - task: UseNode@1
    inputs:
      version: 22.x
  - script: npm ci
    displayName: Install
  - script: npx soconform run ${reports}
    displayName: Conformance
    env:
      # A variable that does not exist is handed on as its own name: define both.
      TARGET_URL: $(SOCONFORM_TARGET)
      SOCONFORM_TICKET: $(SOCONFORM_TICKET)
  - task: PublishTestResults@2
    condition: succeededOrFailed()
    inputs:
      testResultsFormat: JUnit
      testResultsFiles: ${folder}/junit.xml
      testRunTitle: conformance
  - task: PublishPipelineArtifact@1
    condition: succeededOrFailed()
    inputs:
      targetPath: ${folder}
      artifact: conformance
`,
  },
};
