#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/signature.h"
#include "reports/seal/signer.h"
#include "schemas/result.h"
#include "schemas/time.h"

/// Text signed by one or more keys, as logs write it (C2SP/C2SP: signed-note.md, and
/// tlog-cosignature.md for the signatures of witnesses). Pure but for libcrypto.
namespace rackproof::seal {

/// The byte that says how a key signs; others are known by number and cannot be verified here.
inline constexpr std::uint8_t kNoteEd25519 = 0x01;        ///< Over the text: logs.
inline constexpr std::uint8_t kNoteEcdsa = 0x02;          ///< Likewise, P-256, SHA-256, DER.
inline constexpr std::uint8_t kNoteCosignatureV1 = 0x04;  ///< Ed25519 with a time: witnesses.

/// A verifier key: "name+id+base64(type, key)".
struct NoteKey {
  std::string name;
  std::uint32_t id = 0;  ///< First four bytes of a hash, of name, type and key, of ECDSA the key.
  std::uint8_t type = 0;
  std::string material;          ///< As its type spells it: 32 bytes, of ECDSA the SPKI in DER.
  std::optional<PublicKey> key;  ///< Where the type is one of the three above.

  [[nodiscard]] std::string text() const;
};

/// Error{malformed} for another spelling, an id that is not the key's, a key of small order.
Result<NoteKey> parse_note_key(std::string_view text);
/// `type` is one of the three above and fits the key. `name` as is_note_key_name() wants it.
[[nodiscard]] NoteKey note_key(std::string name, std::uint8_t type, const PublicKey& key);
/// The same with the type by which a log signs with such a key.
[[nodiscard]] NoteKey log_note_key(std::string name, const PublicKey& key);
/// Not empty, UTF-8, no white space, control character or '+'.
[[nodiscard]] bool is_note_key_name(std::string_view name);

struct NoteSignature {
  std::string name;
  std::uint32_t key_id = 0;
  std::string bytes;  ///< Not empty; what they are depends on the key's type.
};

struct SignedNote {
  std::string text;                       ///< With its last newline.
  std::vector<NoteSignature> signatures;  ///< In order; by anybody.

  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  static constexpr std::size_t kMostSignatures = 64;
};

/// Error{malformed}: not UTF-8, control characters, no signature, garbage among the signatures,
/// more of anything than the bounds above. Believes nobody.
Result<SignedNote> parse_signed_note(std::string_view bytes);

/// One known key that signed.
struct NoteSigned {
  std::size_t key = 0;        ///< Index into the keys that were asked for.
  std::optional<UtcTime> at;  ///< When a witness says that it signed.
};

/// Which of `known` signed. Signatures of other keys are passed over. Error{untrusted} where a
/// signature under the name and id of a known key does not verify, or stands there twice.
Result<std::vector<NoteSigned>> check_note(const SignedNote& note, std::span<const NoteKey> known);

/// The signature line of `key` under `text`; as a log, or, with a time, as a witness.
/// Error{unsupported} for a witness whose key is not Ed25519: there is no type for another.
Result<std::string> note_signature(std::string_view text, const std::string& name,
                                   const Signer& key);
/// `at` is told in whole seconds.
Result<std::string> note_cosignature(std::string_view text, const std::string& name,
                                     const Signer& key, UtcTime at);

}  // namespace rackproof::seal
