// Starts the npm `emulate` Slack service with a small workspace; run by bun, since it does not start on Node 20.
// Environment: PORT (0: any free one), EVENTS_URL (where events are posted, or empty), SIGNING_SECRET, BOT_TOKEN,
// BOT_SCOPES (separated by commas), PERSON_TOKENS (JSON: user name -> token), REDIRECT_URL (where browsers come back to
// after an installation). Prints one line, its address, when ready; ends when its standard input does, so that it never outlives whoever started it.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

console.log = console.error; // standard output carries the address and nothing else

const { PORT, EVENTS_URL, SIGNING_SECRET, BOT_TOKEN, BOT_SCOPES, PERSON_TOKENS, REDIRECT_URL } = process.env;
const BOT = { app_id: 'A0COMMONPL', bot_id: 'B0COMMONPL', bot_user_id: 'U0COMMONPL' };
const IDS = { ann: 'U000000ANN', ben: 'U000000BEN' };

const DIST = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'node_modules', 'emulate', 'dist');
const { createEmulator } = await import(join(DIST, 'api.js'));
const { slackPlugin, getSlackStore, seedFromConfig } = await import(slackModule());

// The Slack plugin is no public export and its file name holds a hash: find it by what it exports. This, `register` and
// `seed` are internals, hence the exact pin in package.json.
function slackModule() {
  const holds = (name) => /export \{[^}]*\bslackPlugin\b/.test(readFileSync(join(DIST, name), 'utf8'));
  const name = readdirSync(DIST).find((file) => /^dist-.*\.js$/.test(file) && holds(file));
  if (!name) throw new Error('this version of emulate has no slackPlugin');
  return join(DIST, name);
}

let slack;
const { register, seed } = slackPlugin;

slackPlugin.register = (app, store, webhooks, ...rest) => {
  slack = getSlackStore(store);
  const { post } = app;
  const inBody = (c) => (new URL(c.req.url).search ? app.fetch(asPost(c.req.raw)) : undefined);
  app.post = (path, answer) => post.call(app, path, (c) => inBody(c) ?? answer(c));
  register(app, store, webhooks, ...rest);
  app.get('/api/:method', (c) => app.fetch(asPost(c.req.raw)));
  if (EVENTS_URL) webhooks.register({ url: EVENTS_URL, events: ['*'], active: true, owner: 'slack' });
};

// Slack takes its methods by GET and arguments in the query too, as slack_sdk gives some; emulate reads bodies only.
function asPost(request) {
  const { origin, pathname, search } = new URL(request.url);
  const headers = new Headers(request.headers);
  headers.set('content-type', 'application/x-www-form-urlencoded');
  headers.delete('content-length');
  return new Request(origin + pathname, { method: 'POST', headers, body: search.slice(1) });
}

// People get fixed ids, before the channels that list them as members are made.
slackPlugin.seed = (store, baseUrl) => {
  seed(store, baseUrl);
  const users = [{ name: 'ann', real_name: 'Ann Example' }, { name: 'ben', real_name: 'Ben Example' }];
  seedFromConfig(store, baseUrl, { users });
  for (const [name, user_id] of Object.entries(IDS)) {
    slack.users.update(slack.users.findOneBy('name', name).id, { user_id });
  }
  addMembers('general', Object.values(IDS));
};

function addMembers(name, people) {
  const channel = slack.channels.findOneBy('name', name);
  const members = [...channel.members, ...people];
  slack.channels.update(channel.id, { members, num_members: members.length });
}

const app = { ...BOT, bot_name: 'commonplace', name: 'Commonplace', scopes: BOT_SCOPES.split(',') };
const bot = { ...BOT, token: BOT_TOKEN, type: 'bot', scopes: BOT_SCOPES.split(','), user_id: BOT.bot_user_id };
const people = Object.entries(JSON.parse(PERSON_TOKENS)).map(([user, token]) => ({ user, token, type: 'user' }));

const emulator = await createEmulator({
  service: 'slack',
  port: Number(PORT),
  seed: {
    slack: {
      team: { name: 'Example', domain: 'example' },
      channels: [{ name: 'engineering', topic: 'How we build' }],
      oauth_apps: [{ ...app, client_id: '1.1', client_secret: 'secret', redirect_uris: [REDIRECT_URL] }],
      tokens: [bot, ...people],
      signing_secret: SIGNING_SECRET,
      strict_scopes: true,
    },
  },
});
addMembers('engineering', [BOT.bot_user_id]);

process.stdin.resume();
process.stdin.on('close', () => process.exit(0));
process.stdout.write(`http://127.0.0.1:${new URL(emulator.url).port}\n`);
