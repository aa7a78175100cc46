"""Verifies each signature of a DSSE envelope by python3-securesystemslib (Debian: 0.26).

check_dsse.py ENVELOPE PUBLIC_KEY.pem...   exit 0: the i-th key verifies the i-th signature
                                           exit 10: one of them does not

The bytes that are signed are put together here, from the text of DSSE 1.0.2 and from nothing of ours.
"""

import base64
import json
import sys

from securesystemslib.exceptions import UnverifiedSignatureError, VerificationError
from securesystemslib.signer import Signature, SSlibKey


def key_of(path, keyid):
    with open(path, encoding="ascii") as file:
        pem = file.read()
    der = base64.b64decode("".join(pem.splitlines()[1:-1]))
    if len(der) == 44:  # SubjectPublicKeyInfo of Ed25519 ends with the 32 bytes themselves
        return SSlibKey(keyid, "ed25519", "ed25519", {"public": der[12:].hex()})
    return SSlibKey(keyid, "ecdsa", "ecdsa-sha2-nistp256", {"public": pem})


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        envelope = json.load(file)
    kind = envelope["payloadType"].encode()
    body = base64.b64decode(envelope["payload"], validate=True)
    signed = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(body), body)
    keys = sys.argv[2:]
    if not keys or len(keys) != len(envelope["signatures"]):
        raise SystemExit("as many keys as signatures are expected")
    for path, entry in zip(keys, envelope["signatures"]):
        keyid = entry["keyid"].encode().hex()  # this release takes hexadecimal digits only
        signature = Signature(keyid, base64.b64decode(entry["sig"], validate=True).hex())
        try:
            key_of(path, keyid).verify_signature(signature, signed)
        except VerificationError:
            raise  # it could not be tried
        except UnverifiedSignatureError as error:
            print(f"{path}: {error}")
            return 10
    return 0


sys.exit(main())
