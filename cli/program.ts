import { createRequire } from 'node:module';
import { Argument, Command, Option } from 'commander';
import { debugging, failureOf } from './failure.ts';
import {
  cleanHelp,
  diffHelp,
  exitCodes,
  extractHelp,
  initHelp,
  listHelp,
  replayHelp,
  reportHelp,
  runHelp,
  schemasHelp,
  serveHelp,
} from './help.ts';
import { addDemands, addFilters, addWhom, list, several, text, whole, wholes } from './options.ts';
import { bounds } from '../suites/environment.ts';
import type { CleanOptions } from './clean.ts';
import type { DeviationsOptions } from './deviations.ts';
import type { DiffOptions } from './diff.ts';
import type { ExtractOptions } from './extract.ts';
import type { InitOptions } from './init.ts';
import { pipelines } from './init-files.ts';
import type { JudgeOptions } from './judge.ts';
import type { ListOptions } from './list.ts';
import type { ReplayOptions } from './replay.ts';
import type { ReportOptions } from './report.ts';
import type { RunOptions } from './run-settings.ts';
import type { SchemasOptions } from './schemas.ts';
import type { ServeOptions } from './serve.ts';

/**
 * Runs one command line and gives the exit status. A command's module is imported when it is called, so that one
 * that only prints starts close to an empty Node process.
 */
export async function main(args: readonly string[], environment: NodeJS.ProcessEnv): Promise<number> {
  let code = 0;
  const program = programOf((status) => (code = status), environment);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    const { code: status, line } = failureOf(error, debugging(environment));
    if (line !== undefined) process.stderr.write(`${line}\n`);
    return status;
  }
}

function programOf(ends: (code: number) => void, environment: NodeJS.ProcessEnv): Command {
  const program = new Command('soconform')
    .description('Says, check by check, where a SuperOffice server departs from its published reference.')
    .version(ownVersion(), '--version', 'print the version')
    // `run --version v1` is a filter: an option of the program stands before the command.
    .enablePositionalOptions()
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .helpCommand(false)
    .helpOption('--help', 'show this help')
    // With the arguments the left column is so wide that nothing is wrapped; the help of each command has them.
    .configureHelp({ subcommandTerm: (command) => command.name() })
    .addHelpText(
      'after',
      `\nSee \`soconform COMMAND --help\` for the options and examples of a command.\n${exitCodes}`,
    );
  addRun(program, ends, environment);
  addServe(program, ends, environment);
  addExtract(program, ends, environment);
  addList(program, ends);
  addShow(program, ends);
  addExplain(program, ends);
  addSchemas(program, ends);
  addDiff(program, ends, environment);
  addJudge(program, ends, environment);
  addReplay(program, ends, environment);
  addReport(program, ends, environment);
  addClean(program, ends, environment);
  addDeviations(program, ends);
  addInit(program, ends);
  return program;
}

function ownVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('soconform/package.json');
  return version;
}

function addRun(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  const command = program.command('run').description('ask a target and judge what it answers');
  addWhom(addDemands(addFilters(command)), 'an emulator that the run starts')
    .option(
      '--concurrency <n>',
      'requests under way at once (default: 1; 8 on this machine, 16 of the own emulator)',
      whole(...bounds.concurrency),
    )
    .option('--rate <n>', 'requests a second, at most', whole(...bounds.rate))
    .option('--budget <n>', 'requests in all, at most: the cases that show most', whole(...bounds.budget))
    .option('--report <kind=file>', 'write a report (see below); several; - is stdout', several)
    .option('--values <file>', 'values for members of requests, YAML or JSON, by path', text)
    .option('--deviations <file>', 'what is known to fail, YAML or JSON; it is told and does not fail the run', text)
    .option('--baseline <record>', 'the JSON record of an earlier run: only what is newly red fails', text)
    .option('--require <list>', 'operations that the target has to offer: one that is missing is a failure', list)
    .option('--shard <i/n>', 'ask the i-th of n parts of the plan; `soconform report` merges the records', text)
    .option('--journal <file>', 'what the run makes at the target, for `soconform clean` (default: see below)', text)
    .option('--bail', 'stop at the first failure')
    .option('--dry-run', 'print every request with its effect and send nothing')
    .addOption(
      new Option('--keep <exchanges>', 'which exchanges the record keeps (default: failing)').choices([
        'failing',
        'all',
      ]),
    )
    .addHelpText('after', runHelp)
    .action(async (options: RunOptions) => {
      const { run } = await import('./run.ts');
      ends(await run(options, environment));
    });
}

function addServe(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  program
    .command('serve')
    .description('serve the emulator, healthy or with faults')
    .option('--port <n>', 'port (0: a free one)', whole(0, 65_535), 0)
    .option('--host <address>', 'address to listen on', text, '127.0.0.1')
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)', text)
    .option('--fault <id[:share]>', 'a fault to be served with, in so many of the answers; several', several)
    .option('--latency <ms>', 'wait before every answer', whole(0, 600_000), 0)
    .option('--seed <n>', 'seed of the answers; the same seed gives the same answers', whole(...bounds.seed), 0)
    .option('--ids <list>', 'the ids that there are: any other one is refused as not found', wholes)
    .option('--stateful', 'keep what is saved, and forget what is deleted, until it ends')
    .option('--state <file>', 'keep it in this file, too: the next start goes on from there', text)
    .option('--smtp <host:port>', 'hand e-mails to this mail server', text)
    .option('--cors', 'let pages of other origins ask')
    .option(
      '--login-uses <n>',
      'so many requests may carry one ticket or token; then it has run out',
      whole(1, 1_000_000),
    )
    .addHelpText('after', serveHelp)
    .action(async (options: ServeOptions) => {
      const { serveEmulator } = await import('./serve.ts');
      ends(await serveEmulator(options, environment));
    });
}

function addExtract(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  program
    .command('extract')
    .description('turn pages of the reference into a catalogue')
    .argument('<docs...>', 'folders or pages', several)
    .requiredOption('--out <dir>', 'folder of the catalogue', text)
    .option('--schemas <dir>', 'write JSON Schemas, XSDs and WSDLs, too, into this folder', text)
    .option('--defects <file>', 'write what is wrong in the pages: .sarif or .md by the ending; several', several)
    .option('--strict', 'a page that claims to be an operation and cannot be read is an error')
    .option('--verbose', 'name every page that is about something else')
    .addHelpText('after', extractHelp)
    .action(async (docs: readonly string[], options: ExtractOptions) => {
      const { extractCatalogue } = await import('./extract.ts');
      ends(await extractCatalogue(docs, options, environment));
    });
}

function addList(program: Command, ends: (code: number) => void): void {
  addFilters(
    program
      .command('list')
      .description('list contracts, checks, cases or faults')
      .addArgument(
        new Argument('[what]', 'what to list').choices(['contracts', 'checks', 'cases', 'faults']).default('contracts'),
      ),
  )
    .option('--json', 'as JSON')
    .addHelpText('after', listHelp)
    .action(async (what: 'contracts' | 'checks' | 'cases' | 'faults', options: ListOptions) => {
      const { listed } = await import('./list.ts');
      ends(await listed(what, options));
    });
}

function addShow(program: Command, ends: (code: number) => void): void {
  program
    .command('show')
    .description('show what a contract promises, each fact with its source')
    .argument('<contract>', 'EMail.SendEMails/rest-v1')
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)', text)
    .option('--json', 'as JSON, with the types it uses')
    .addHelpText('after', '\nExample\n  soconform show Messaging.SendMessages/soap-Services86')
    .action(async (contract: string, options: { readonly catalogue?: string; readonly json?: true }) => {
      const { show } = await import('./show.ts');
      ends(await show(contract, options));
    });
}

function addExplain(program: Command, ends: (code: number) => void): void {
  program
    .command('explain')
    .description('explain a check: what it wants, why, and how to mend a server that fails it')
    .argument('<check>', 'HTTP-204-NO-CONTENT')
    .addHelpText('after', '\nExample\n  soconform explain HTTP-204-NO-CONTENT')
    .action(async (check: string) => {
      const { explain } = await import('./explain.ts');
      ends(await explain(check));
    });
}

function addSchemas(program: Command, ends: (code: number) => void): void {
  addFilters(program.command('schemas').description('write JSON Schemas, XSDs and WSDLs of contracts'))
    .requiredOption('--out <dir>', 'folder of the schemas', text)
    .addHelpText('after', schemasHelp)
    .action(async (options: SchemasOptions) => {
      const { writeSchemas } = await import('./schemas.ts');
      ends(await writeSchemas(options));
    });
}

function addDiff(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  program
    .command('diff')
    .description('say what changed between two versions, and whom it breaks; or between two runs')
    .argument('[before]', 'a catalogue, a folder of pages, or a run record')
    .argument('[after]', 'another one of the same kind')
    .option('--from <generation>', 'the older generation: soap-Services86, or Services86')
    .option('--to <generation>', 'the newer generation')
    .option('--agent <list>', 'only these agents: EMail, Messaging, ...', list)
    .option('--operation <list>', 'only these operations: EMail.SendEMails, Messaging.*', list)
    .addOption(
      new Option('--fail-on <impact>', 'exit 1 when there is such a change').choices(['breaking', 'regression']),
    )
    .option('--report <kind=file>', 'write a report: json, markdown, terminal; several; - is stdout', several)
    .option('--json', 'as JSON')
    .addHelpText('after', diffHelp)
    .action(async (before: string | undefined, after: string | undefined, options: DiffOptions) => {
      const { diff } = await import('./diff.ts');
      ends(await diff(before, after, options, environment));
    });
}

function addJudge(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  addDemands(
    program
      .command('judge')
      .description('judge the answers of an earlier run, or of a HAR, by the checks of today; sends nothing'),
  )
    .argument(
      '<record>',
      'a run record (run --keep all --report json=FILE writes one with all answers), or a HAR of a browser or another tool',
    )
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)', text)
    .option('--values <file>', 'the values that the run was with', text)
    .option('--deviations <file>', 'what is known to fail', text)
    .option('--baseline <record>', 'the record of an earlier run: only what is newly red fails', text)
    .option('--report <kind=file>', 'write a report, as run does; several; - is stdout', several)
    .addHelpText(
      'after',
      '\nExamples\n  soconform judge last-release.json --report json=judged.json\n  soconform judge browser.har --report html=judged.html',
    )
    .action(async (record: string, options: JudgeOptions) => {
      const { judge } = await import('./judge.ts');
      ends(await judge(record, options, environment));
    });
}

function addReplay(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  const command = program
    .command('replay')
    .description('send one case of a run record again, and say FIXED, SAME or DIFFERENT');
  addWhom(command, 'that of the record')
    .argument('<record>', 'what `soconform run --report json=FILE` or ndjson=FILE wrote')
    .argument('<case>', 'the id of one of its cases, such as EMail.SendEMails/rest-v1/documented')
    .option('--catalogue <dir>', 'the catalogue that the run was of (default: the one of the package)', text)
    .option('--values <file>', 'the values that the run was with', text)
    .option('--json', 'as JSON')
    .addHelpText('after', replayHelp)
    .action(async (record: string, one: string, options: ReplayOptions) => {
      const { replay } = await import('./replay.ts');
      ends(await replay([record, one], options, environment));
    });
}

function addReport(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  addDemands(program.command('report').description('make reports from the record of a run'))
    .argument('<record...>', 'what `soconform run --report json=FILE` or ndjson=FILE wrote; those of all shards')
    .option('--report <kind=file>', 'as in `soconform run`; several; - is stdout', several)
    .option('--catalogue <dir>', 'the catalogue that the run was of (default: the one of the package)', text)
    .option('--deviations <file>', 'what is known to fail', text)
    .option('--baseline <record>', 'the record of an earlier run: only what is newly red fails', text)
    .option(
      '--incomplete',
      'take the record of a run that was cut off, and say so in each report, or of one shard alone',
    )
    .addHelpText('after', reportHelp)
    .action(async (record: readonly string[], options: ReportOptions) => {
      const { report } = await import('./report.ts');
      ends(await report(record, options, environment));
    });
}

function addInit(program: Command, ends: (code: number) => void): void {
  program
    .command('init')
    .description('write a commented config file and, if wanted, the job of a pipeline')
    .addOption(new Option('--ci <pipeline>', 'also a workflow, a job or steps for it').choices(pipelines))
    .addHelpText('after', initHelp)
    .action(async (options: InitOptions) => {
      const { init } = await import('./init.ts');
      ends(init(options, process.cwd()));
    });
}

function addClean(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  program
    .command('clean')
    .description('remove what a run made at its target and did not remove, because it was killed or refused')
    .argument('<record>', 'the record of a run, its journal, or the record that a killed run would have written')
    .option('--config <file>', 'a config file (default: soconform.config.ts, .js or .json in this folder)', text)
    .option('--profile <name>', 'a profile of the config file', text)
    .option('--target <url>', 'the target under another address (default: that of the run)', text)
    .addOption(
      new Option('--allow <effect>', 'write: removing is a call like any other (default: read)').choices([
        'read',
        'write',
        'send',
        'admin',
      ]),
    )
    .option('--catalogue <dir>', 'the catalogue that the run was of (default: the one of the package)', text)
    .option('--rate <n>', 'requests a second, at most', whole(...bounds.rate))
    .option('--wait-for <s>', 'seconds to wait for the target to be there (default: 0)', whole(...bounds.waitFor))
    .option('--insecure', 'do not verify the certificate of the target')
    .option('--deadline <ms>', 'time for an answer to be complete (default: 30000)', whole(...bounds.deadline))
    .option('--dry-run', 'print what would be removed and remove nothing')
    .addHelpText('after', cleanHelp)
    .action(async (record: string, options: CleanOptions) => {
      const { clean } = await import('./clean.ts');
      ends(await clean(record, options, environment));
    });
}

function addDeviations(program: Command, ends: (code: number) => void): void {
  program
    .command('deviations')
    .description('write what a run failed into a file of deviations, or take out of it what is right by now')
    .addArgument(new Argument('<what>', 'update adds, prune takes out').choices(['update', 'prune']))
    .argument('<record>', 'the JSON record of a run; what it did not judge is left as it is')
    .argument('<file>', 'the file of deviations, YAML or JSON; its comments stay')
    .option('--catalogue <dir>', 'the catalogue that the run was of (default: the one of the package)', text)
    .addOption(new Option('--kind <kind>', 'of new entries (default: bug)').choices(['bug', 'intended']))
    .option('--reason <text>', 'of new entries', text)
    .option('--owner <name>', 'who answers for new entries', text)
    .option('--ticket <id>', 'of new entries', text)
    .option('--expires <day>', 'the last day of new entries, such as 2027-01-31', text)
    .addHelpText(
      'after',
      '\nExamples\n  soconform deviations update run.json known.yaml \\\n    --reason "old serializer" --owner "mail team" --expires 2027-01-31\n  soconform deviations prune run.json known.yaml',
    )
    .action(async (what: 'update' | 'prune', record: string, file: string, options: DeviationsOptions) => {
      const { editDeviations } = await import('./deviations.ts');
      ends(await editDeviations(what, [record, file], options));
    });
}
