// Verifies a bundle with one bare key as the only trust, then altered copies, which must all be
// refused. No log, no certificate, no time stamp: their thresholds are 0.
import { readFileSync } from 'node:fs';
import { createPublicKey, createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bundleFromJSON } = require('@sigstore/bundle');
const { toSignedEntity, Verifier } = require('@sigstore/verify');

const text = readFileSync(process.argv[2], 'utf8');
const key = createPublicKey(readFileSync(process.argv[3]));

// The OpenSSH fingerprint of an Ed25519 key, worked out here and not taken from the bundle.
const raw = Buffer.from(key.export({ format: 'jwk' }).x, 'base64url');
const part = (bytes) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), bytes]);
const blob = Buffer.concat([part(Buffer.from('ssh-ed25519')), part(raw)]);
const id = 'SHA256:' + createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');

const trust = {
  certificateAuthorities: [], timestampAuthorities: [], ctlogs: [], tlogs: [],
  publicKey: (hint) => {
    if (hint !== id) throw new Error(`no key ${hint}`);
    return { publicKey: key, validFor: () => true };
  },
};
const none = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 };
const verify = (json) => new Verifier(trust, none).verify(toSignedEntity(bundleFromJSON(json)));

const good = JSON.parse(text);
if (good.dsseEnvelope.signatures[0].keyid !== good.verificationMaterial.publicKey.hint) {
  throw new Error('keyid and hint differ');
}
verify(good);
console.log(`verified: ${good.mediaType}, key ${id}`);

const altered = {
  'a byte of the payload': (b) => {
    const bytes = Buffer.from(b.dsseEnvelope.payload, 'base64');
    bytes[bytes.length >> 1] ^= 1;
    b.dsseEnvelope.payload = bytes.toString('base64');
  },
  'a bit of the signature': (b) => {
    const bytes = Buffer.from(b.dsseEnvelope.signatures[0].sig, 'base64');
    bytes[0] ^= 1;
    b.dsseEnvelope.signatures[0].sig = bytes.toString('base64');
  },
  'the payload type': (b) => { b.dsseEnvelope.payloadType = 'application/json'; },
  'another key': (b) => { b.verificationMaterial.publicKey.hint = 'SHA256:' + 'A'.repeat(43); },
  'no signature': (b) => { b.dsseEnvelope.signatures = []; },
  'two signatures': (b) => { b.dsseEnvelope.signatures.push(b.dsseEnvelope.signatures[0]); },
};
for (const [what, change] of Object.entries(altered)) {
  const copy = structuredClone(good);
  change(copy);
  let refused = false;
  try { verify(copy); } catch (error) { refused = true; console.log(`refused, ${what}: ${error.message}`); }
  if (!refused) throw new Error(`accepted: ${what}`);
}
