// Writes Slack's own types as JSON Schemas beside this file; with --check it only compares and exits 1 on a difference.
// Run from anywhere, after `npm ci --ignore-scripts`:  node tests/slack_types/generate.mjs [--check]
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createGenerator } from 'ts-json-schema-generator';

const HERE = dirname(fileURLToPath(import.meta.url));
const SOURCES = ['@slack/bolt', '@slack/types', '@slack/web-api', 'ts-json-schema-generator', 'typescript'];

// What we send may hold nothing Slack does not know; what Slack sends may hold more than its types say.
const OUTBOUND = { 'blocks.json': 'Blocks', 'views.json': 'Views', 'manifest.json': 'Manifest' };
const INBOUND = {
  'events.json': 'Events',
  'slash_command.json': 'Slash',
  'block_action.json': 'Action',
  'message_shortcut.json': 'Shortcut',
  'view_submission.json': 'Submission',
  'view_closed.json': 'Closed',
  'global_shortcut.json': 'Global',
};

function schemas(names, additionalProperties) {
  const generator = createGenerator({
    path: join(HERE, 'types.ts'),
    tsconfig: join(HERE, 'tsconfig.json'),
    additionalProperties,
    jsDoc: 'none', // no descriptions: they are more than half of the bytes
    topRef: false,
  });
  return Object.entries(names).map(([file, type]) => [file, print(generator.createSchema(type))]);
}

// One definition a line: small, and a change of one Slack type is a change of one line.
function print({ definitions = {}, ...top }) {
  const lines = Object.entries(top).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`);
  const inner = Object.entries(definitions).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  if (inner.length > 0) lines.push(`"definitions": {\n${inner.join(',\n')}\n}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

function versions() {
  const { devDependencies: pinned } = JSON.parse(readFileSync(join(HERE, '..', '..', 'package.json'), 'utf8'));
  const entries = SOURCES.map((name) => [name, installed(name)]);
  for (const [name, version] of entries) {
    if (pinned[name] !== version) throw new Error(`${name}: installed ${version}, package.json says ${pinned[name]}`);
  }
  return ['VERSIONS.json', `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`];
}

// Read from disk, since some of these packages do not export their package.json.
function installed(name) {
  const folders = createRequire(import.meta.url).resolve.paths(name);
  const file = folders.map((folder) => join(folder, name, 'package.json')).find(existsSync);
  if (!file) throw new Error(`${name} is not installed: run npm ci --ignore-scripts`);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

const files = [...schemas(OUTBOUND, false), ...schemas(INBOUND, true), versions()];
const read = (name) => (existsSync(join(HERE, name)) ? readFileSync(join(HERE, name), 'utf8') : '');
const stale = files.filter(([name, text]) => read(name) !== text).map(([name]) => name);

if (!process.argv.includes('--check')) {
  for (const [name, text] of files) writeFileSync(join(HERE, name), text);
} else if (stale.length > 0) {
  console.error(`Not what Slack's types say: ${stale.join(', ')}. Run: npm run schemas`);
  process.exitCode = 1;
}
