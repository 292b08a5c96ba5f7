import { filterHelp } from './options.ts';

/** What every exit status means. */
export const exitCodes = `
Exit codes
  0  the target conforms (or the command did what it was asked)
  1  a MUST failed, or a SHOULD with --strict, or something could not be judged
  2  the command line, a file or another input is wrong
  3  the target could not be reached or logged in to
  4  soconform itself failed
  5  no operation was asked, or another gate failed
  130, 143  interrupted`;

export const runHelp = `${filterHelp}

A target that is not the emulator of soconform gets only requests that change
nothing, unless --allow says more; what is held back is skipped with that
reason. --dry-run shows what would be sent.

Before the cases a run asks which server it is and what it offers: GET /api,
GET /api/v1, and SoPrincipal.GetSystemInfo on SOAP. An operation that the target
does not offer is told as unsupported and fails nothing, unless --require names
it. REST resources are asked with --version v1-resources or --operation only.

--budget N asks N cases at most (requests before them are few and do not count):
first one of each operation, documented ones before all, then those that show
most. The others are skipped with that reason. Of a shard it is its own.

In the environment, TARGET_URL is --target, SOCONFORM_SEED is --seed, and so on;
a flag wins. Credentials come from there, too: SOCONFORM_USER and
SOCONFORM_PASSWORD, SOCONFORM_TICKET, SOCONFORM_BEARER, SOCONFORM_APP_TOKEN.
SOCONFORM_TICKET_FILE, and so on, is the path of a file that holds the value.
A session of the web client, a refresh token and a system user log in as well:
docs/guides/staging.md has the table. A refused login ends the run at once.

What a run makes at a target it writes down before, in a journal beside its
first record (FILE.journal.ndjson) or in .soconform, and removes it in the end.
The tag of the run stands in its name. \`soconform clean\` finishes after a kill.

Reports
  json      the run record, from which \`soconform report\` makes all others
  ndjson    the record, a line a case, written as the run goes
  junit, ctrf, sarif, har
            for tools: test reports, places in the documentation, exchanges
  html      one page for a browser, which needs nothing else
  markdown  for a step summary or a comment on a pull request, at most 60 kB
  github    annotations of a GitHub step, which reads them on stdout: github=-
  badge     for an endpoint badge of shields.io
  terminal  this text

Examples
  soconform run --set core
      asks an emulator that the run starts
  export TARGET_URL=https://sod.superoffice.com/Cust12345
  soconform run --agent EMail
      asks a tenant and changes nothing there
  soconform run --allow send --strict --report junit=run.xml --report json=-
      a gate in a pipeline
  soconform run --agent Contact --require Contact.GetContactEntity
      fails also when the target does not have that operation
  soconform run --operation EMail.SendEMails --version v1 --dry-run
      shows the requests and sends nothing
${exitCodes}`;

export const cleanHelp = `
A run removes what it made when it ends, also after Ctrl-C. What it is about to
make stands in its journal, which is beside the record (FILE.journal.ndjson),
else in the folder .soconform. This goes on where a run was killed, or where the
target refused. It deletes only what the journal says was made new, the last
first, and tells each; what nobody can delete is told with the tag to look for.
A second time there is nothing to do.

Exit codes
  0  nothing is left
  1  something is left, or nobody knows
  2  the file or the command line is wrong
  3  the target could not be reached or logged in to

Examples
  soconform clean run.json --allow write
  soconform clean .soconform/soconform-k3x9p2ab.journal.ndjson --dry-run`;

export const initHelp = `
Nothing that is there already is written over. docs/guides/ci.md tells the rest.

Examples
  soconform init
  soconform init --ci github`;

export const reportHelp = `
Without --report it prints what the run printed. It tells and does not judge: it
ends with 0 when the reports are written, and each says how the run ended. The
records of all shards (run --shard I/N) make the report of one run, which is
then judged as a whole, as one is with --deviations or --baseline: then the exit
status is that of the run.

Examples
  soconform report run.json --report html=run.html --report markdown=run.md
  soconform report shard-*.json --deviations known.yaml --report junit=run.xml
  soconform report run.ndjson --incomplete
      what a run did before it was killed`;

export const serveHelp = `
The emulator answers every contract of the catalogue, REST and SOAP, until it is
stopped. A fault makes it wrong in one deliberate way; \`soconform list faults\`
names them.

It lets in the credentials that it prints, or those of SOCONFORM_USER,
SOCONFORM_PASSWORD, SOCONFORM_TICKET, SOCONFORM_BEARER and SOCONFORM_APP_TOKEN
where any of them is set. While it runs:
  GET, DELETE       /_emulator/outbox   what it would have sent
  GET, PUT, DELETE  /_emulator/faults   ["http-cut-off", "http-silence:0.1"]
  GET, DELETE       /_emulator/state    with --stateful or --state

Examples
  soconform serve --port 4010
  soconform serve --port 4010 --fault http-cut-off
  soconform serve --port 4010 --fault http-reset:0.05 --latency 200
  soconform serve --port 4010 --ids 7,8
  soconform serve --port 4010 --state state.json --smtp localhost:1025 --cors`;

export const extractHelp = `
DOCS are folders or single pages of the published reference. The folder of --out
is replaced as a whole or not at all; a folder that is no catalogue is never
replaced.

Pages that are broken are named with the reason, pages about something else are
counted. The report of --defects has all of them, and all that was mended or
that two places disagree on, with file and line; it is written even when nothing
else is.

Examples
  soconform extract docs/en/api/reference --out my-catalogue
  soconform extract docs --out my-catalogue --strict --defects docs.sarif
  soconform run --catalogue my-catalogue`;

export const listHelp = `${filterHelp}

Examples
  soconform list checks
  soconform list contracts --agent EMail --protocol soap
  soconform list cases --set core --json`;

export const schemasHelp = `${filterHelp}
Without one, the schemas are those of the whole catalogue.

The folder of --out is replaced as a whole or not at all; a folder that holds
anything but schemas of soconform is never replaced.

Examples
  soconform schemas --out my-schemas
  soconform schemas --agent Contact --protocol rest --out my-schemas`;

export const replayHelp = `
The request is made anew from the catalogue and the seed of the record, for what
stands in a record is redacted; where it is another one than then, that is told.
What failed against another case (its twin, the one that it varies) brings that
one. The login comes from the environment or the config file, and effects are
held back as in \`soconform run\`.

FIXED      every check that failed passes now, and no other fails     exit 0
SAME       nothing failed then and nothing fails now                  exit 0
SAME       the same checks fail at the same places                    exit 1
DIFFERENT  anything else; what is new is told            exit 1 when one fails
NOT JUDGED   held back (exit 5), or not reached or logged in to (exit 3)

Examples
  soconform replay run.json EMail.SendEMails/rest-v1/documented
  soconform replay run.json EMail.SendEMails/rest-v1/documented \\
      --target http://127.0.0.1:4010 --json`;

export const diffHelp = `
BEFORE and AFTER are catalogues that \`soconform extract\` wrote, or folders of
pages, which are extracted in memory; what each is, its content tells. Without
--from and --to every generation is compared with itself. With both, AFTER may
be left out: then they are two generations of BEFORE, or of the catalogue of the
package when that is left out, too.

A change is breaking when a caller that was right before can be wrong after, and
compatible otherwise. A change in a named type is told once, with the operations
that it reaches, and with the checks that it adds, tightens or loosens. Reports
are json, markdown and terminal.

Two run records (run --report json=FILE) are compared verdict by verdict, and
where both kept the answers (run --keep all) by their shapes, too. Then
--fail-on regression minds what is newly red, and breaking what breaks a caller
as well.

The exit status is 0 also when there are breaking changes, unless --fail-on says
otherwise.

Examples
  soconform diff --from Services86 --to Services88 --agent Contact
  soconform diff --from Services86 --to Services88
  soconform diff last-release my-catalogue --fail-on breaking
  soconform diff old/docs new/docs --report markdown=changes.md
  soconform diff last-night.json tonight.json --fail-on regression`;
