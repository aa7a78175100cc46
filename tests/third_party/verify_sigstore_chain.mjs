// verify_sigstore_chain.mjs, in a directory that sealed_ground.sh and check_sigstore have filled:
// verifies both exports by a trusted root of ours in Sigstore's own format, with the CA and the time
// stamping authority that openssl made, and one without a certificate by the key and the stamp; then
// altered copies and other roots, each of which must be refused for the reason beside it.
import { readFileSync } from 'node:fs';
import { X509Certificate, createPublicKey } from 'node:crypto';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { bundleFromJSON } = require('@sigstore/bundle');
const { toSignedEntity, toTrustMaterial, Verifier } = require('@sigstore/verify');
// It comes with the verifier, which reads trusted roots by it.
const { TrustedRoot } = createRequire(require.resolve('@sigstore/verify'))('@sigstore/protobuf-specs');

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const der = (path) => new X509Certificate(readFileSync(path)).raw.toString('base64');

// The issuers of a leaf up to its root: a bundle v0.3 has the leaf alone, so its reader has the rest.
const authority = (paths, validFor = { start: '2020-01-01T00:00:00Z' }) =>
  ({ certChain: { certificates: paths.map((path) => ({ rawBytes: der(path) })) }, validFor });
const trusting = (cas, tsas, keys) => toTrustMaterial(TrustedRoot.fromJSON({
  mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
  certificateAuthorities: cas, timestampAuthorities: tsas, tlogs: [], ctlogs: [],
}), keys);
const racks = authority(['racks/racks.pem', 'root/root.pem']);
const time = authority(['tsa/tsa.pem', 'tsa/root.pem']);
const ours = trusting([racks], [time]);

// Neither a certificate log nor a signature log knows anything of ours.
const stamped = { ctlogThreshold: 0, tlogThreshold: 0, timestampThreshold: 1 };
const verify = (bundle, { trust = ours, options = stamped, policy } = {}) =>
  new Verifier(trust, options).verify(toSignedEntity(bundleFromJSON(bundle)), policy);

const report = json('report.sigstore.json');
const record = json('run-record.sigstore.json');
const site = 'urn:rackproof:site:fra1';
for (const [name, bundle, own] of [['report', report, 'certifier.pem'], ['run record', record, 'collector.pem']]) {
  if (bundle.verificationMaterial.certificate.rawBytes !== der(own)) {
    throw new Error(`${name}: not the certificate of ${own}`);
  }
  const signer = verify(bundle, { policy: { subjectAlternativeName: site } });
  if (signer.identity.subjectAlternativeName !== site) {
    throw new Error(`${name}: another name, ${signer.identity.subjectAlternativeName}`);
  }
  console.log(`verified: ${name}, ${bundle.mediaType}, signed in the name of ${site}`);
}

const bare = json('key.sigstore.json');
const { hint } = bare.verificationMaterial.publicKey;
const knowing = (path, validFor) => trusting([], [time], { [hint]: {
  rawBytes: createPublicKey(readFileSync(path)).export({ type: 'spki', format: 'der' }), validFor } });
verify(bare, { trust: knowing('certifier.pub') });
console.log(`verified: report, ${hint}, stamped`);

const changed = (change) => {
  const copy = structuredClone(report);
  change(copy, copy.verificationMaterial);
  return copy;
};
const flipped = (text, place) => {
  const bytes = Buffer.from(text, 'base64');
  bytes[place < 0 ? bytes.length + place : Math.floor(bytes.length * place)] ^= 1;
  return bytes.toString('base64');
};
const stamps = (material) => material.timestampVerificationData.rfc3161Timestamps;
const withCertificate = (path) => changed((_, material) => { material.certificate.rawBytes = der(path); });

const refusals = [
  ['a byte of the payload', /signature verification failed/,
    changed((b) => { b.dsseEnvelope.payload = flipped(b.dsseEnvelope.payload, 0.5); })],
  ['the payload type', /signature verification failed/,
    changed((b) => { b.dsseEnvelope.payloadType = 'application/json'; })],
  ['a bit of the signature, which the stamp is over', /timestamp could not be verified/,
    changed((b) => { const s = b.dsseEnvelope.signatures[0]; s.sig = flipped(s.sig, -1); })],
  ['the signature of the run record, stamp and all', /signature verification failed/,
    changed((b, material) => {
      b.dsseEnvelope.signatures = record.dsseEnvelope.signatures;
      b.verificationMaterial = record.verificationMaterial;
    })],
  ['the stamp of the run record', /timestamp could not be verified/,
    changed((_, material) => {
      material.timestampVerificationData = record.verificationMaterial.timestampVerificationData;
    })],
  ['a bit of the stamp', /timestamp could not be verified/,
    changed((_, material) => {
      stamps(material)[0].signedTimestamp = flipped(stamps(material)[0].signedTimestamp, -1);
    })],
  ['no stamp', /expected 1 timestamps, got 0/,
    changed((_, material) => { delete material.timestampVerificationData; })],
  ['one stamp twice', /duplicate timestamp/,
    changed((_, material) => { stamps(material).push(stamps(material)[0]); })],
  ['the certificate of another key', /signature verification failed/, withCertificate('collector.pem')],
  ['a certificate that had expired', /verify certificate chain/, withCertificate('expired.pem')],
  ["a stranger's root", /verify certificate chain/, report,
    { trust: trusting([authority(['other/racks/racks.pem', 'other/root/root.pem'])], [time]) }],
  ['the root without the CA below it', /verify certificate chain/, report,
    { trust: trusting([authority(['root/root.pem'])], [time]) }],
  ['a CA trusted until 2021', /verify certificate chain/, report,
    { trust: trusting([authority(['racks/racks.pem', 'root/root.pem'],
      { start: '2020-01-01T00:00:00Z', end: '2021-01-01T00:00:00Z' })], [time]) }],
  ["a stranger's time stamping authority", /timestamp could not be verified/, report,
    { trust: trusting([racks], [authority(['other/tsa/tsa.pem', 'other/tsa/root.pem'])]) }],
  ['a key that was good until 2021', /not valid for timestamp/, bare,
    { trust: knowing('certifier.pub', { start: new Date(0), end: new Date('2021-01-01') }) }],
  ["another's key under this one's name", /signature verification failed/, bare,
    { trust: knowing('collector.pub') }],
  ["a key's signature stamped by a stranger", /timestamp could not be verified/, bare,
    { trust: { ...knowing('certifier.pub'), timestampAuthorities: [] } }],
  ['the name of another site', /identity error|subjectAlternativeName|policy/i, report,
    { policy: { subjectAlternativeName: 'urn:rackproof:site:fra2' } }],
  // What a reader who keeps its defaults misses: logs that nothing of ours is sent to.
  ['a certificate log is asked for', /expected 1 SCTs, got 0/, report,
    { options: { tlogThreshold: 0, timestampThreshold: 1 } }],
  ['a signature log is asked for', /expected 1 tlog entries, got 0/, report,
    { options: { ctlogThreshold: 0, timestampThreshold: 1 } }],
];
for (const [what, reason, bundle, how] of refusals) {
  let accepted = true;
  try {
    verify(bundle, how);
  } catch (error) {
    accepted = false;
    if (!reason.test(error.message)) {
      throw new Error(`${what}: refused for another reason: ${error.message}`);
    }
    console.log(`refused, ${what}: ${error.message}`);
  }
  if (accepted) {
    throw new Error(`accepted: ${what}`);
  }
}

// docs/exports.md says that it does not see this; if it ever does, that page is wrong.
verify(withCertificate('role.pem'));
console.log('not seen by it: the role that the certificate is for');
