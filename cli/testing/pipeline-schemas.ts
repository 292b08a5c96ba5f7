/**
 * What our files use of the languages of GitLab CI and Azure Pipelines, with all values that the documentation of each allows there. No
 * package holds the vendors' whole schemas in a size that fits; a key that is not here is a typing error until it is looked up.
 */

const text = { type: 'string', minLength: 1 } as const;
const texts = { type: 'array', items: text, minItems: 1 } as const;
const closed = (properties: object, required: readonly string[] = []) =>
  ({ type: 'object', additionalProperties: false, properties, required }) as const;

/** https://docs.gitlab.com/ci/yaml/ */
export const gitlabSchema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: closed(
    {
      image: text,
      cache: closed({ key: closed({ files: { ...texts, maxItems: 2 } }, ['files']), paths: texts }, ['paths']),
      script: texts,
      artifacts: closed({
        when: { enum: ['on_success', 'on_failure', 'always'] },
        expire_in: { type: 'string', pattern: '^(?:never|\\d+ (?:min|hour|hr|day|week|month|mo|year|yr)s?)$' },
        paths: texts,
        reports: closed({ junit: { anyOf: [text, texts] } }),
      }),
    },
    ['script'],
  ),
};

/** https://learn.microsoft.com/azure/devops/pipelines/yaml-schema/: a template of steps, and the inputs of the tasks that it uses. */
export const azureSchema = closed(
  {
    steps: {
      type: 'array',
      minItems: 1,
      items: {
        oneOf: [
          closed(
            { script: text, displayName: text, env: { type: 'object', additionalProperties: text }, condition: text },
            ['script'],
          ),
          taskOf('UseNode@1', { version: text }, []),
          taskOf(
            'PublishTestResults@2',
            {
              testResultsFormat: { enum: ['JUnit', 'NUnit', 'VSTest', 'XUnit', 'CTest'] },
              testResultsFiles: text,
              testRunTitle: text,
            },
            ['testResultsFormat', 'testResultsFiles'],
          ),
          taskOf('PublishPipelineArtifact@1', { targetPath: text, artifact: text }, ['targetPath']),
        ],
      },
    },
  },
  ['steps'],
);

function taskOf(name: string, inputs: object, required: readonly string[]) {
  return closed(
    {
      task: { const: name },
      displayName: text,
      condition: { enum: ['succeeded()', 'succeededOrFailed()', 'always()', 'failed()'] },
      inputs: closed(inputs, required),
    },
    ['task', 'inputs'],
  );
}
