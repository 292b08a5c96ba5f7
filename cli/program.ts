import { createRequire } from 'node:module';
import { Argument, Command, Option } from 'commander';
import { debugging, failureOf } from './failure.ts';
import { addFilters, filterHelp, several, whole } from './options.ts';
import type { ExtractOptions } from './extract.ts';
import type { ListOptions } from './list.ts';
import type { RunOptions } from './run.ts';
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

const exitCodes = `
Exit codes
  0  the target conforms (or the command did what it was asked)
  1  a MUST failed, or a SHOULD with --strict, or something could not be judged
  2  the command line, a file or another input is wrong
  3  the target could not be reached or logged in to
  4  soconform itself failed
  5  no operation was asked, or another gate failed
  130, 143  interrupted`;

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
    .addHelpText(
      'after',
      `\nSee \`soconform COMMAND --help\` for the options and examples of a command.\n${exitCodes}`,
    );
  addRun(program, ends, environment);
  addServe(program, ends);
  addExtract(program, ends);
  addList(program, ends);
  addShow(program, ends);
  addExplain(program, ends);
  return program;
}

function ownVersion(): string {
  const { version }: { version: string } = createRequire(import.meta.url)('soconform/package.json');
  return version;
}

const runHelp = `${filterHelp}

A target that is not the emulator of soconform gets only requests that change
nothing, unless --allow says more; what is held back is skipped with that
reason. --dry-run shows what would be sent.

Credentials come from the environment: SOCONFORM_USER and SOCONFORM_PASSWORD,
SOCONFORM_TICKET, SOCONFORM_BEARER, SOCONFORM_APP_TOKEN. With _FILE at its end,
such a name gives the path of a file that holds the value.

Examples
  soconform run --set core
      asks an emulator that the run starts
  export TARGET_URL=https://sod.superoffice.com/Cust12345
  soconform run --agent EMail
      asks a tenant and changes nothing there
  soconform run --allow send --strict --report junit=run.xml --report json=-
      a gate in a pipeline
  soconform run --operation EMail.SendEMails --version v1 --dry-run
      shows the requests and sends nothing
${exitCodes}`;

function addRun(program: Command, ends: (code: number) => void, environment: NodeJS.ProcessEnv): void {
  addFilters(program.command('run').description('ask a target and judge what it answers'))
    .addOption(
      new Option('--target <url>', 'base address of the target (default: an emulator that this run starts)').env(
        'TARGET_URL',
      ),
    )
    .addOption(
      new Option('--allow <effect>', 'the most that a request may do to a target that is no emulator')
        .choices(['read', 'write', 'send', 'admin'])
        .default('read'),
    )
    .option('--concurrency <n>', 'requests under way at once', whole(1, 256), 8)
    .option('--deadline <ms>', 'time for an answer to be complete', whole(1, 3_600_000), 30_000)
    .option('--grace <ms>', 'how long to wait for bytes after a 204', whole(0, 60_000), 100)
    .option('--report <kind=file>', 'write a report: json, junit, terminal; several; - is stdout', several)
    .option('--strict', 'a SHOULD that fails is an error, too')
    .option('--bail', 'stop at the first failure')
    .option('--dry-run', 'print every request with its effect and send nothing')
    .addOption(
      new Option('--keep <exchanges>', 'which exchanges the record keeps')
        .choices(['failing', 'all'])
        .default('failing'),
    )
    .addHelpText('after', runHelp)
    .action(async (options: RunOptions) => {
      const { run } = await import('./run.ts');
      ends(await run(options, environment));
    });
}

const serveHelp = `
The emulator answers every contract of the catalogue, REST and SOAP, until it is
stopped. A fault makes it wrong in one deliberate way; \`soconform list faults\`
names them.

Examples
  soconform serve --port 4010
  soconform serve --port 4010 --fault http-cut-off`;

function addServe(program: Command, ends: (code: number) => void): void {
  program
    .command('serve')
    .description('serve the emulator, healthy or with faults')
    .option('--port <n>', 'port (0: a free one)', whole(0, 65_535), 0)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)')
    .option('--fault <id>', 'a fault to be served with; several', several)
    .option('--latency <ms>', 'wait before every answer', whole(0, 600_000), 0)
    .addHelpText('after', serveHelp)
    .action(async (options: ServeOptions) => {
      const { serveEmulator } = await import('./serve.ts');
      ends(await serveEmulator(options));
    });
}

const extractHelp = `
DOCS are folders or single pages of the published reference. The folder of --out
is replaced as a whole or not at all; a folder that is no catalogue is never
replaced.

Examples
  soconform extract docs/en/api/reference --out my-catalogue
  soconform run --catalogue my-catalogue`;

function addExtract(program: Command, ends: (code: number) => void): void {
  program
    .command('extract')
    .description('turn pages of the reference into a catalogue')
    .argument('<docs...>', 'folders or pages')
    .requiredOption('--out <dir>', 'folder of the catalogue')
    .option('--schemas <dir>', 'where JSON Schemas and XSDs go (default: a folder in that of --out)')
    .option('--strict', 'a page that claims to be an operation and cannot be read is an error')
    .addHelpText('after', extractHelp)
    .action(async (docs: readonly string[], options: ExtractOptions) => {
      const { extractCatalogue } = await import('./extract.ts');
      ends(await extractCatalogue(docs, options));
    });
}

const listHelp = `${filterHelp}

Examples
  soconform list checks
  soconform list contracts --agent EMail --protocol soap
  soconform list cases --set core --json`;

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
    .option('--catalogue <dir>', 'a catalogue that `soconform extract` wrote (default: the one of the package)')
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
