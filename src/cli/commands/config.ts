// `shipfrom config`: the rules of a site as one document, out of a server and into it; its
// versions.

import { type Command, Option } from 'commander';
import { type ClientOptions, withClient, withClientOptions } from '../client.js';
import { parseMessage, toYaml, withLines } from '../document.js';
import { countOf } from '../count.js';
import { CliFailure, EXIT } from '../failure.js';
import { print, printJson } from '../output.js';
import { type PlainMessage, toJson } from '../proto-json.js';
import { messageType } from '../schema.js';
import { readDocument } from '../source.js';
import { table } from '../table.js';
import { addConfigLint } from './config-lint.js';

type JsonOption = { readonly json?: boolean };

/** Ids are given by the store, so a document without them means the same. */
const LEFT_OUT = new Set(['id']);

const EXPORT_HELP = `
Keys are camelCase, as in the JSON form of the contract; enumerations have their short names
(orderType: DIRECTSHIP, operator: LESS_THAN). Ids are left out: apply gives them. What export
prints, apply takes; what is absent has its default.`;

const APPLY_HELP = `
FILE is YAML or JSON, - is standard input. Keys in camelCase or snake_case, enumerations by short
or full name. An unknown key or name is refused with its path and line. The whole document becomes
one new version, live for every worker at once; nothing changes where it is refused.`;

/** Adds the command to the program. */
export function addConfig(program: Command, done: (exitCode: number) => void): void {
  const parent = program.command('config').description('read and change the rules of a site');
  const json = '--json';
  withClientOptions(
    parent
      .command('export')
      .description('print the rules as one document')
      .option('--version <n>', 'a version; absent: the live one', countOf)
      .addOption(
        new Option('--format <format>', 'of the document')
          .choices(['yaml', 'json'])
          .default('yaml'),
      )
      .option(json, 'the same as --format json')
      .addHelpText('after', EXPORT_HELP),
  ).action(async (options: ExportOptions) => done(await exportConfig(options)));
  withClientOptions(
    parent
      .command('apply <file>')
      .description('check a document and make it live')
      .option('--validate-only', 'check it and change nothing')
      .option('--etag <etag>', 'refuse unless this is the etag of the live version')
      .option(json, 'print the outcome as JSON')
      .addHelpText('after', APPLY_HELP),
  ).action(async (file: string, options: ApplyOptions) => done(await applyConfig(file, options)));
  addConfigLint(parent, done);
  withClientOptions(
    parent
      .command('versions')
      .description('list the versions, newest first')
      .option('--limit <n>', 'at most this many', countOf, 100)
      .option(json, 'print them as JSON'),
  ).action(async (options: VersionsOptions) => done(await listVersions(options)));
  withClientOptions(
    parent
      .command('activate')
      .argument('<n>', 'the version', countOf)
      .description('make an existing version the live one')
      .option('--etag <etag>', 'refuse unless this is the etag of the live version')
      .option(json, 'print the live version as JSON'),
  ).action(async (version: number, options: ActivateOptions) =>
    done(await activate(version, options)),
  );
}

type ExportOptions = ClientOptions & JsonOption & { version?: number; format: 'yaml' | 'json' };
type ApplyOptions = ClientOptions & JsonOption & { validateOnly?: boolean; etag?: string };
type VersionsOptions = ClientOptions & JsonOption & { limit: number };
type ActivateOptions = ClientOptions & JsonOption & { etag?: string };
type VersionJson = {
  readonly version: number;
  readonly etag: string;
  readonly createTime?: string;
  readonly active: boolean;
};
type Stored = { readonly version?: PlainMessage; readonly configuration?: PlainMessage };

async function exportConfig(options: ExportOptions): Promise<number> {
  const stored = await withClient(options, (client) =>
    client.call<Stored>('ConfigurationService.GetConfiguration', {
      version: options.version ?? 0,
    }),
  );
  const type = messageType('Configuration');
  const document = toJson(type, stored.configuration ?? {}, { omit: LEFT_OUT });
  if (options.json === true || options.format === 'json') {
    printJson(document);
    return EXIT.done;
  }
  const { version, etag } = versionJson(stored.version);
  print(`# Shipfrom configuration, version ${version}, etag ${etag || '(none)'}\n`);
  print(toYaml(document));
  return EXIT.done;
}

async function applyConfig(file: string, options: ApplyOptions): Promise<number> {
  const { message, lineOf } = parseMessage(
    file,
    await readDocument(file),
    messageType('Configuration'),
  );
  const isTrial = options.validateOnly === true;
  const stored = await withClient(options, async (client) => {
    try {
      return await client.call<Stored>('ConfigurationService.ApplyConfiguration', {
        configuration: message,
        etag: options.etag ?? '',
        validateOnly: isTrial,
      });
    } catch (error) {
      throw error instanceof CliFailure ? located(error, lineOf) : error;
    }
  });
  const version = versionJson(stored.version);
  if (options.json === true) printJson({ validateOnly: isTrial, version });
  else if (isTrial) print(`${file}: valid; nothing was changed\n`);
  else print(`version ${version.version} is live, etag ${version.etag}\n`);
  return EXIT.done;
}

/** The server's paths begin at the request; people look in their file. */
function located(failure: CliFailure, lineOf: (path: string) => number): CliFailure {
  const own = failure.violations.map(({ field, description }) => ({
    field: field.replace(/^configuration\./, ''),
    description,
  }));
  const { exitCode, code, reason } = failure;
  const message = failure.message.replace(/^configuration\./, '');
  return new CliFailure(exitCode, code, message, reason, withLines(own, lineOf));
}

async function listVersions(options: VersionsOptions): Promise<number> {
  const versions: VersionJson[] = [];
  await withClient(options, async (client) => {
    let pageToken = '';
    do {
      const pageSize = Math.min(1000, options.limit - versions.length);
      const page: { versions: PlainMessage[]; nextPageToken: string } = await client.call(
        'ConfigurationService.ListConfigurationVersions',
        { pageSize, pageToken },
      );
      versions.push(...page.versions.map(versionJson));
      pageToken = page.nextPageToken;
    } while (pageToken !== '' && versions.length < options.limit);
  });
  if (options.json === true) {
    printJson({ versions });
    return EXIT.done;
  }
  const columns = [
    { heading: 'version', isRight: true },
    { heading: 'made' },
    { heading: 'etag' },
    { heading: '' },
  ];
  const rows = versions.map((one) => [
    String(one.version),
    one.createTime ?? '',
    one.etag,
    one.active ? 'live' : '',
  ]);
  print(rows.length === 0 ? 'no configuration was ever applied\n' : table(columns, rows));
  return EXIT.done;
}

async function activate(version: number, options: ActivateOptions): Promise<number> {
  const answer = await withClient(options, (client) =>
    client.call<Stored>('ConfigurationService.ActivateConfiguration', {
      version,
      etag: options.etag ?? '',
    }),
  );
  const live = versionJson(answer.version);
  if (options.json === true) printJson({ version: live });
  else print(`version ${live.version} is live, etag ${live.etag}\n`);
  return EXIT.done;
}

function versionJson(version: PlainMessage | undefined): VersionJson {
  const type = messageType('ConfigurationVersion');
  return toJson(type, version ?? {}, { hasDefaults: true }) as VersionJson;
}
