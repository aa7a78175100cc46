// verify_sigstore.mjs BUNDLE KEY STRANGER: verifies a bundle with one bare key as the only trust, then
// altered copies, and the bundle itself under a stranger's key, which must all be refused. No log, no certificate, no time stamp: their thresholds are 0.
import { readFileSync } from 'node:fs';
import { createPublicKey, createHash } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bundleFromJSON } = require('@sigstore/bundle');
const { toSignedEntity, Verifier } = require('@sigstore/verify');

const text = readFileSync(process.argv[2], 'utf8');
const key = createPublicKey(readFileSync(process.argv[3]));
const stranger = createPublicKey(readFileSync(process.argv[4]));

// The OpenSSH fingerprint of an Ed25519 or P-256 key (RFC 8709, RFC 5656), worked out here and not
// taken from the bundle.
const part = (bytes) => Buffer.concat([Buffer.from([0, 0, 0, bytes.length]), Buffer.from(bytes)]);
const { crv, x, y } = key.export({ format: 'jwk' });
const raw = (coordinate) => Buffer.from(coordinate, 'base64url');
const blob = Buffer.concat(crv === 'P-256' ?
  [part('ecdsa-sha2-nistp256'), part('nistp256'), part(Buffer.concat([Buffer.from([4]), raw(x), raw(y)]))] :
  [part('ssh-ed25519'), part(raw(x))]);
const id = 'SHA256:' + createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');

const trustIn = (trusted) => ({
  certificateAuthorities: [], timestampAuthorities: [], ctlogs: [], tlogs: [],
  publicKey: (hint) => {
    if (hint !== id) throw new Error(`no key ${hint}`);
    return { publicKey: trusted, validFor: () => true };
  },
});
const none = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 0 };
const verify = (json, trusted = key) =>
  new Verifier(trustIn(trusted), none).verify(toSignedEntity(bundleFromJSON(json)));

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
    bytes[bytes.length - 1] ^= 1;
    b.dsseEnvelope.signatures[0].sig = bytes.toString('base64');
  },
  'the payload type': (b) => { b.dsseEnvelope.payloadType = 'application/json'; },
  'another key': (b) => { b.verificationMaterial.publicKey.hint = 'SHA256:' + 'A'.repeat(43); },
  'no signature': (b) => { b.dsseEnvelope.signatures = []; },
  'two signatures': (b) => { b.dsseEnvelope.signatures.push(b.dsseEnvelope.signatures[0]); },
};
function mustRefuse(what, json, trusted) {
  try {
    verify(json, trusted);
  } catch (error) {
    console.log(`refused, ${what}: ${error.message}`);
    return;
  }
  throw new Error(`accepted: ${what}`);
}
for (const [what, change] of Object.entries(altered)) {
  const copy = structuredClone(good);
  change(copy);
  mustRefuse(what, copy, key);
}
mustRefuse("another's key under this one's name", good, stranger);
