#include "reports/seal/signed_note.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "schemas/digest.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::seal {
namespace {

constexpr std::string_view kDash = "\xE2\x80\x94 ";  // U+2014 and a space begin a signature line
constexpr std::size_t kIdBytes = 4;
constexpr std::size_t kTimeBytes = 8;
/// Before the last one that can be written (in the year 2262): a later one would turn over.
constexpr std::uint64_t kLastSecond = static_cast<std::uint64_t>(
    std::chrono::floor<std::chrono::seconds>(UtcTime::max()).time_since_epoch().count());

Error malformed(std::string why) {
  return {ErrorKind::malformed, std::move(why)};
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (const char byte : bytes) {
    number = number << 8U | static_cast<std::uint8_t>(byte);
  }
  return number;
}

std::string as_big_endian(std::uint64_t number, std::size_t bytes) {
  std::string text(bytes, '\0');
  for (auto byte = text.rbegin(); byte != text.rend(); ++byte, number >>= 8U) {
    *byte = static_cast<char>(number & 0xffU);
  }
  return text;
}

std::string typed_key(std::uint8_t type, std::string_view material) {
  return std::string(1, static_cast<char>(type)) + std::string(material);
}

/// SHA-256 of name, newline, type and key, its first four bytes; of ECDSA that of the key alone
/// (signed-note.md, "Signature types").
std::uint32_t id_of(std::string_view name, std::uint8_t type, std::string_view material) {
  const auto digest = type == kNoteEcdsa
                          ? sha256(material)
                          : sha256(std::string(name) + "\n" + typed_key(type, material));
  const std::string bytes(digest.begin(), digest.end());
  return static_cast<std::uint32_t>(big_endian(std::string_view(bytes).substr(0, kIdBytes)));
}

Result<PublicKey> ed25519_of(std::string_view material) {
  PublicKey::Bytes bytes{};
  if (material.size() != bytes.size()) {
    return malformed("an Ed25519 key of " + std::to_string(material.size()) + " bytes, not of 32");
  }
  std::transform(material.begin(), material.end(), bytes.begin(),
                 [](char c) { return static_cast<std::uint8_t>(c); });
  return PublicKey::from_bytes(bytes);
}

/// The type admits other curves, which no key of ours has.
Result<PublicKey> p256_of(std::string_view material) {
  const std::vector<std::uint8_t> der(material.begin(), material.end());
  auto key = PublicKey::from_spki_der(der);
  return key && key->algorithm() != KeyAlgorithm::p256
             ? Result<PublicKey>(malformed("not an ECDSA key, as its type says"))
             : std::move(key);
}

/// Reads the key itself where its type is one of ours.
Result<void> read_key(NoteKey& key) {
  if (key.type != kNoteEd25519 && key.type != kNoteCosignatureV1 && key.type != kNoteEcdsa) {
    return {};
  }
  const auto read = key.type == kNoteEcdsa ? p256_of(key.material) : ed25519_of(key.material);
  if (!read) {
    return read.error();
  }
  key.key = *read;
  return key.id == id_of(key.name, key.type, key.material)
             ? Result<void>()
             : malformed("its id is not that of its name and key");
}

/// What a witness signs (tlog-cosignature.md, "Ed25519 signed message").
std::string cosigned_text(std::string_view text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string(text);
}

bool has_control_characters(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20U && c != '\n'; });
}

/// One line after the dash: name, space, base64 of key id and signature.
Result<NoteSignature> parse_signature(std::string_view line) {
  if (!line.starts_with(kDash)) {
    return malformed("a line among the signatures that is none");
  }
  const auto parts = split(line.substr(kDash.size()), ' ');
  if (parts.size() != 2 || !is_note_key_name(parts[0])) {
    return malformed("a signature line is a key's name and base64");
  }
  const auto bytes = from_base64(parts[1]);
  if (!bytes) {
    return bytes.error().during("signature of " + printable(parts[0], 80));
  }
  if (bytes->size() <= kIdBytes) {
    return malformed("signature of " + printable(parts[0], 80) + ": too short to be one");
  }
  return NoteSignature{
      std::string(parts[0]),
      static_cast<std::uint32_t>(big_endian(std::string_view(*bytes).substr(0, kIdBytes))),
      bytes->substr(kIdBytes)};
}

/// When it says it was made; nothing for a log's. Error{untrusted} where it is not by that key.
Result<std::optional<UtcTime>> verify_one(const SignedNote& note, const NoteSignature& signature,
                                          const NoteKey& key) {
  const Error bad{ErrorKind::untrusted,
                  "the signature of " + printable(key.name, 80) + " does not hold"};
  if (!key.key) {
    return Error{ErrorKind::unsupported, "signatures of type " + std::to_string(key.type) +
                                             " cannot be verified by this release"};
  }
  const std::string_view bytes(signature.bytes);
  if (key.type != kNoteCosignatureV1) {
    return key.key->verifies(note.text, bytes) ? Result<std::optional<UtcTime>>(std::nullopt) : bad;
  }
  if (bytes.size() != kTimeBytes + kSignatureBytes) {
    return bad;
  }
  const auto seconds = big_endian(bytes.substr(0, kTimeBytes));
  if (seconds > kLastSecond ||
      !key.key->verifies(cosigned_text(note.text, seconds), bytes.substr(kTimeBytes))) {
    return bad;
  }
  return std::optional(UtcTime(std::chrono::seconds(static_cast<std::int64_t>(seconds))));
}

std::string signature_line(const NoteKey& key, const std::string& signature) {
  return std::string(kDash) + key.name + " " +
         rackproof::to_base64(as_big_endian(key.id, kIdBytes) + signature) + "\n";
}

}  // namespace

bool is_note_key_name(std::string_view name) {
  return !name.empty() && is_utf8(name) && std::none_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) <= 0x20U || c == '+' || c == '\x7f';
  });
}

std::string NoteKey::text() const {
  return name + "+" + to_hex(as_big_endian(id, kIdBytes)) + "+" +
         rackproof::to_base64(typed_key(type, material));
}

NoteKey note_key(std::string name, std::uint8_t type, const PublicKey& key) {
  const auto material =
      type == kNoteEcdsa ? key.spki_der() : std::string(key.bytes().begin(), key.bytes().end());
  const auto id = id_of(name, type, material);
  return {std::move(name), id, type, material, key};
}

NoteKey log_note_key(std::string name, const PublicKey& key) {
  const bool edwards = key.algorithm() == KeyAlgorithm::ed25519;
  return note_key(std::move(name), edwards ? kNoteEd25519 : kNoteEcdsa, key);
}

Result<NoteKey> parse_note_key(std::string_view text) {
  const auto first = text.find('+');
  const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) {
    return malformed("a verifier key is name+id+base64, not '" + printable(text, 80) + "'");
  }
  const auto hex = text.substr(first + 1, second - first - 1);
  const auto id = parse_hex(hex);
  const auto key = from_base64(text.substr(second + 1));
  if (hex.size() != 2 * kIdBytes ||
      hex.find_first_not_of("0123456789abcdef") != std::string_view::npos || !id || !key ||
      key->size() < 2 || !is_note_key_name(text.substr(0, first))) {
    return malformed("a verifier key is name+id+base64, not '" + printable(text, 80) + "'");
  }
  NoteKey read;
  read.name = std::string(text.substr(0, first));
  read.id = static_cast<std::uint32_t>(*id);
  read.type = static_cast<std::uint8_t>(key->front());
  read.material = key->substr(1);
  if (const auto known = read_key(read); !known) {
    return known.error().during("verifier key " + printable(read.name, 80));
  }
  return read;
}

Result<SignedNote> parse_signed_note(std::string_view bytes) {
  if (bytes.size() > SignedNote::kMostBytes) {
    return malformed("a note of more than a MiB");
  }
  if (!is_utf8(bytes) || has_control_characters(bytes)) {
    return malformed("a note is UTF-8 without control characters");
  }
  const auto gap = bytes.rfind("\n\n");
  if (gap == std::string_view::npos || bytes.back() != '\n') {
    return malformed("a note is text, an empty line and signatures");
  }
  SignedNote note;
  note.text = std::string(bytes.substr(0, gap + 1));
  const auto signatures = lines(bytes.substr(gap + 2));
  if (signatures.empty()) {
    return malformed("a note without signatures");
  }
  if (signatures.size() > SignedNote::kMostSignatures) {
    return malformed("a note with more than " + std::to_string(SignedNote::kMostSignatures) +
                     " signatures");
  }
  for (const auto line : signatures) {
    auto signature = parse_signature(line);
    if (!signature) {
      return std::move(signature).error();
    }
    note.signatures.push_back(*std::move(signature));
  }
  return note;
}

Result<std::vector<NoteSigned>> check_note(const SignedNote& note, std::span<const NoteKey> known) {
  std::vector<NoteSigned> found;
  for (const auto& signature : note.signatures) {
    const auto key = std::find_if(known.begin(), known.end(), [&signature](const NoteKey& each) {
      return each.name == signature.name && each.id == signature.key_id;
    });
    if (key == known.end()) {
      continue;
    }
    const auto index = static_cast<std::size_t>(key - known.begin());
    if (std::any_of(found.begin(), found.end(),
                    [index](const NoteSigned& each) { return each.key == index; })) {
      return Error{ErrorKind::untrusted, printable(key->name, 80) + " signed twice"};
    }
    const auto at = verify_one(note, signature, *key);
    if (!at) {
      return at.error();
    }
    found.push_back({index, *at});
  }
  return found;
}

Result<std::string> note_signature(std::string_view text, const std::string& name,
                                   const Signer& key) {
  const auto signature = signed_by(key, text);
  return signature
             ? Result<std::string>(signature_line(log_note_key(name, key.public_key()), *signature))
             : signature;
}

Result<std::string> note_cosignature(std::string_view text, const std::string& name,
                                     const Signer& key, UtcTime at) {
  if (key.algorithm() != KeyAlgorithm::ed25519) {
    return Error{ErrorKind::unsupported, "witnesses sign with Ed25519 keys alone"};
  }
  const auto seconds = static_cast<std::uint64_t>(
      std::chrono::duration_cast<std::chrono::seconds>(at.time_since_epoch()).count());
  const auto signature = signed_by(key, cosigned_text(text, seconds));
  return signature ? Result<std::string>(
                         signature_line(note_key(name, kNoteCosignatureV1, key.public_key()),
                                        as_big_endian(seconds, kTimeBytes) + *signature))
                   : signature;
}

}  // namespace rackproof::seal
