// The certified oidc-provider in two profiles, on this machine only: one like ID-porten, one like HelseID.
// Argument 1: the folder that has node_modules. Argument 2: JSON with our client's public key, redirect addresses and the people there are.
// Prints one line of JSON with the issuers when both answer. POST /control/… on each changes who signs in next, or the keys.

import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { createPrivateKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.argv[2]}/package.json`);
const { Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href);
const wanted = JSON.parse(process.argv[3]);

// A process that lost its parent ends.
process.stdin.on('end', () => process.exit(0));
process.stdin.resume();

// By way of PEM: Node 20 waits for itself for ever when garbage is collected while a key fresh from its generator becomes a JWK.
function newKey(kid) {
  const pem = (type) => ({ type, format: 'pem' });
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048, publicKeyEncoding: pem('spki'), privateKeyEncoding: pem('pkcs8'),
  });
  return { ...createPrivateKey(privateKey).export({ format: 'jwk' }), kid, use: 'sig', alg: 'RS256' };
}

// What the provider keeps, shared by the one before and the one after a rotation of keys.
function memory() {
  const rows = new Map();
  const keys = (model, id) => `${model}:${id}`;
  return class Memory {
    constructor(model) { this.model = model; }
    async upsert(id, payload) { rows.set(keys(this.model, id), payload); }
    async find(id) { return rows.get(keys(this.model, id)); }
    async findByUid(uid) { return [...rows.values()].find((row) => row.uid === uid); }
    async findByUserCode(code) { return [...rows.values()].find((row) => row.userCode === code); }
    async consume(id) { rows.get(keys(this.model, id)).consumed = Math.floor(Date.now() / 1000); }
    async destroy(id) { rows.delete(keys(this.model, id)); }
    async revokeByGrantId(grant) {
      for (const [id, row] of rows) if (row.grantId === grant) rows.delete(id);
    }
  };
}

function client(profile, more) {
  return {
    client_id: 'knutepunkt',
    redirect_uris: [profile.redirect_uri],
    post_logout_redirect_uris: [profile.after_logout],
    backchannel_logout_uri: wanted.backchannel,
    backchannel_logout_session_required: true,
    grant_types: ['authorization_code'],
    response_types: ['code'],
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'ES256',
    id_token_signed_response_alg: 'RS256',
    jwks: { keys: [wanted.public_key] },
    ...more,
  };
}

const COMMON = {
  conformIdTokenClaims: false,
  cookies: { keys: [randomBytes(16).toString('hex')] },
  pkce: { required: () => true },
  // It refuses to call addresses of this machine unless told; its sign-out messages must reach the test.
  fetch: (url, { dispatcher: _refuses, ...options }) => globalThis.fetch(url, options),
  interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
  ttl: { AccessToken: 120, AuthorizationCode: 60, IdToken: 120, Interaction: 600, Session: 600, Grant: 600 },
};
const FEATURES = {
  devInteractions: { enabled: false },
  backchannelLogout: { enabled: true },
  rpInitiatedLogout: { enabled: true },
};

const PROFILES = {
  'id-porten': {
    level: 'idporten-loa-high',
    client: {},
    configuration: {
      acrValues: ['idporten-loa-substantial', 'idporten-loa-high'],
      claims: { openid: ['sub', 'pid', 'locale'], acr: null, sid: null },
      features: { pushedAuthorizationRequests: { enabled: true } },
    },
  },
  'helse-id': {
    level: 'Level4',
    client: { dpop_bound_access_tokens: true, require_pushed_authorization_requests: true },
    configuration: {
      acrValues: ['Level3', 'Level4'],
      claims: {
        openid: ['sub'],
        profile: ['name'],
        acr: null,
        sid: null,
        'helseid://scopes/identity/pid': ['helseid://claims/identity/pid'],
        'helseid://scopes/identity/security_level': ['helseid://claims/identity/security_level'],
        'helseid://scopes/hpr/hpr_number': ['helseid://claims/hpr/hpr_number', 'helseid://claims/client/claims/orgnr_parent'],
      },
      features: {
        pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: true },
        dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      },
    },
  },
};

async function serve(name) {
  const profile = PROFILES[name];
  const state = { account: '', level: profile.level, kid: 1, seen: [] };
  const adapter = memory();
  let handle;
  let provider;

  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, issuer);
    try {
      if (pathname.startsWith('/control/')) await control(pathname.slice(9), request, response);
      else if (pathname.startsWith('/interaction/')) await interact(request, response);
      else {
        state.seen.push({ method: request.method, path: pathname, dpop: Boolean(request.headers.dpop) });
        handle(request, response);
      }
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;

  function make() {
    const configuration = {
      ...COMMON,
      ...profile.configuration,
      features: { ...FEATURES, ...profile.configuration.features },
      adapter,
      jwks: { keys: [newKey(`key-${state.kid}`)] },
      clients: [client(wanted.profiles[name], profile.client)],
      findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ ...wanted.people[id], sub: id }) }),
      loadExistingGrant: async (ctx) => {
        const { client: { clientId }, session: { accountId } } = ctx.oidc;
        const grant = new ctx.oidc.provider.Grant({ clientId, accountId });
        grant.addOIDCScope(ctx.oidc.params.scope);
        await grant.save();
        return grant;
      },
    };
    provider = new Provider(issuer, configuration);
    handle = provider.callback();
  }

  async function interact(request, response) {
    await provider.interactionFinished(request, response, {
      login: { accountId: state.account, acr: state.level, amr: ['bankid'] },
    });
  }

  async function control(what, request, response) {
    let body = '';
    for await (const part of request) body += part;
    if (what === 'next') Object.assign(state, JSON.parse(body));
    if (what === 'rotate') { state.kid += 1; make(); }
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify({ kid: state.kid, seen: state.seen }));
  }

  make();
  return issuer;
}

const issuers = {};
for (const name of Object.keys(PROFILES)) issuers[name] = await serve(name);
console.log(JSON.stringify(issuers));
