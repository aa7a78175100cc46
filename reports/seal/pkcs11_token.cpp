#include "reports/seal/pkcs11_token.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <utility>

#include "reports/seal/ecdsa_signature.h"
#include "reports/seal/evp.h"
#include "schemas/digest.h"
#include "schemas/encoding.h"

namespace rackproof::seal {
namespace {

using pkcs11::Attribute;
using pkcs11::Byte;
using pkcs11::Code;
using pkcs11::Ulong;

constexpr Ulong kMostSlots = 256;
constexpr Ulong kMostAttributeBytes = 4096;
constexpr char kOctetString = 0x04;  // DER

/// "0x150".
std::string hex_of(Code code) {
  std::array<char, 2 * sizeof code> digits{};
  const auto end = std::to_chars(digits.begin(), digits.end(), code, 16).ptr;
  return "0x" + std::string(digits.begin(), end);
}

Error refused(std::string_view what, Code code) {
  switch (code) {
    case pkcs11::kPinIncorrect:
    case pkcs11::kPinLenRange:
      return {ErrorKind::denied, "the token says that this PIN is wrong"};
    case pkcs11::kPinLocked:
      return {ErrorKind::denied, "the token says that its PIN is locked"};
    default:
      return {ErrorKind::io, std::string(what) + ": the module answers " + hex_of(code)};
  }
}

/// Without the blanks that fill it up.
template <std::size_t N>
std::string_view text_of(const std::array<char, N>& padded) {
  const std::string_view text(padded.data(), padded.size());
  return text.substr(0, text.find_last_not_of(std::string_view(" \0", 2)) + 1);
}

/// An attribute that only tells what is looked for; the interface takes no const.
Attribute wanted(Ulong type, std::string& value) {
  return {type, value.data(), static_cast<Ulong>(value.size())};
}

std::string bytes_of_number(Ulong number) {
  std::string bytes(sizeof number, '\0');
  std::memcpy(bytes.data(), &number, sizeof number);
  return bytes;
}

/// The point of CKA_EC_POINT: in an OCTET STRING as the standard says, or bare as some give it.
std::string_view point_in(std::string_view attribute, std::size_t size) {
  const bool wrapped = attribute.size() == size + 2 && attribute[0] == kOctetString &&
                       static_cast<std::size_t>(attribute[1]) == size;
  return wrapped ? attribute.substr(2) : attribute;
}

Result<PublicKey> ed25519_of(std::string_view point) {
  if (point.size() != kKeyBytes) {
    return Error{ErrorKind::malformed, "the token's key is no Ed25519 key"};
  }
  PublicKey::Bytes bytes{};
  std::copy_n(bytes_of(point), bytes.size(), bytes.begin());
  return PublicKey::from_bytes(bytes);
}

}  // namespace

Result<Pkcs11Token> Pkcs11Token::open(const Pkcs11Uri& uri, std::string_view pin) {
  auto library = Library::open(uri.module_path);
  if (!library) {
    return std::move(library).error();
  }
  Pkcs11Token token(*std::move(library));
  token.label_ = uri.object;
  auto ready = token.start();
  if (ready) {
    ready = token.enter(uri, pin);
  }
  if (!ready) {
    return std::move(ready).error().during(uri.module_path);
  }
  return token;
}

Pkcs11Token::~Pkcs11Token() {
  if (functions_ != nullptr && session_) {
    functions_->close_session(*session_);
  }
  if (functions_ != nullptr) {
    functions_->finalize(nullptr);
  }
}

Pkcs11Token::Pkcs11Token(Pkcs11Token&& other) noexcept
    : library_(std::move(other.library_)),
      functions_(std::exchange(other.functions_, nullptr)),
      session_(std::exchange(other.session_, std::nullopt)),
      key_(other.key_),
      label_(std::move(other.label_)) {}

Result<void> Pkcs11Token::start() {
  const auto get_list = library_.symbol<pkcs11::GetFunctionList>("C_GetFunctionList");
  if (!get_list) {
    return get_list.error().during("not a PKCS #11 module");
  }
  pkcs11::Functions* functions = nullptr;
  if (const auto code = (*get_list)(&functions); code != pkcs11::kOk || functions == nullptr) {
    return refused("C_GetFunctionList", code);
  }
  if (const auto code = functions->initialize(nullptr); code != pkcs11::kOk) {
    return refused("C_Initialize", code);
  }
  functions_ = functions;
  return {};
}

Result<void> Pkcs11Token::enter(const Pkcs11Uri& uri, std::string_view pin) {
  bool wants_pin = false;
  const auto slot = slot_of(uri, wants_pin);
  if (!slot) {
    return slot.error();
  }
  Ulong session = 0;
  const auto code =
      functions_->open_session(*slot, pkcs11::kSerialSession, nullptr, nullptr, &session);
  if (code != pkcs11::kOk) {
    return refused("C_OpenSession", code);
  }
  session_ = session;
  if (auto inside = wants_pin ? login(pkcs11::kUser, pin) : Result<void>{}; !inside) {
    return inside;
  }
  const auto key = find(pkcs11::kPrivateKeyClass, uri.object, uri.id);
  if (!key) {
    return key.error();
  }
  key_ = *key;
  return {};
}

Result<std::vector<Ulong>> Pkcs11Token::slots() const {
  Ulong count = 0;
  auto code = functions_->get_slot_list(pkcs11::kTrue, nullptr, &count);
  std::vector<Ulong> found(std::min(count, kMostSlots));
  count = static_cast<Ulong>(found.size());
  if (code == pkcs11::kOk) {
    code = functions_->get_slot_list(pkcs11::kTrue, found.data(), &count);
  }
  if (code != pkcs11::kOk) {
    return refused("C_GetSlotList", code);
  }
  found.resize(std::min<std::size_t>(found.size(), count));
  return found;
}

Result<Ulong> Pkcs11Token::slot_of(const Pkcs11Uri& uri, bool& wants_pin) const {
  const auto all = slots();
  if (!all) {
    return all.error();
  }
  std::vector<Ulong> fitting;
  std::string others;
  for (const auto slot : *all) {
    pkcs11::TokenInfo info;
    if (functions_->get_token_info(slot, &info) != pkcs11::kOk) {
      continue;
    }
    const auto label = text_of(info.label);
    if (uri.token.value_or(std::string(label)) == label &&
        uri.serial.value_or(std::string(text_of(info.serial))) == text_of(info.serial)) {
      fitting.push_back(slot);
      wants_pin = (info.flags & pkcs11::kLoginRequired) != 0;
    }
    others += (others.empty() ? "'" : ", '") + printable(label, 32) + "'";
  }
  if (fitting.size() == 1) {
    return fitting.front();
  }
  return Error{fitting.empty() ? ErrorKind::absent : ErrorKind::malformed,
               (fitting.empty() ? "no token fits" : "more than one token fits; give its serial") +
                   std::string(" (tokens: ") + (others.empty() ? "none" : others) + ")"};
}

Result<void> Pkcs11Token::login(Ulong user, std::string_view pin) const {
  const auto code =
      functions_->login(*session_, user, bytes_of(pin), static_cast<Ulong>(pin.size()));
  return code == pkcs11::kOk || code == pkcs11::kAlreadyLoggedIn ? Result<void>{}
                                                                 : refused("C_Login", code);
}

Result<Ulong> Pkcs11Token::find(Ulong object_class, const std::optional<std::string>& label,
                                const std::optional<std::string>& id) const {
  auto class_bytes = bytes_of_number(object_class);
  auto label_bytes = label.value_or("");
  auto id_bytes = id.value_or("");
  std::vector<Attribute> asked{wanted(pkcs11::kClass, class_bytes)};
  if (label) {
    asked.push_back(wanted(pkcs11::kLabel, label_bytes));
  }
  if (id) {
    asked.push_back(wanted(pkcs11::kId, id_bytes));
  }
  std::array<Ulong, 2> found{};
  Ulong count = 0;
  auto code =
      functions_->find_objects_init(*session_, asked.data(), static_cast<Ulong>(asked.size()));
  if (code == pkcs11::kOk) {
    code = functions_->find_objects(*session_, found.data(), found.size(), &count);
    functions_->find_objects_final(*session_);
  }
  if (code != pkcs11::kOk) {
    return refused("C_FindObjects", code);
  }
  if (count == 1) {
    return found.front();
  }
  const std::string what = object_class == pkcs11::kPrivateKeyClass ? "private key" : "public key";
  return count == 0 ? Error{ErrorKind::absent, "no " + what + " on the token fits"}
                    : Error{ErrorKind::malformed,
                            "more than one " + what + " on the token fits; give its id"};
}

std::string Pkcs11Token::attribute(Ulong object, Ulong type) const {
  Attribute asked{type, nullptr, 0};
  const bool told = functions_->get_attribute_value(*session_, object, &asked, 1) == pkcs11::kOk &&
                    asked.length <= kMostAttributeBytes;
  std::string value(told ? asked.length : 0, '\0');
  asked.value = value.data();
  if (!told || functions_->get_attribute_value(*session_, object, &asked, 1) != pkcs11::kOk) {
    return "";
  }
  value.resize(std::min<std::size_t>(value.size(), asked.length));
  return value;
}

Result<KeyAlgorithm> Pkcs11Token::algorithm() const {
  const auto type = attribute(key_, pkcs11::kKeyType);
  if (type == bytes_of_number(pkcs11::kEcEdwards)) {
    return KeyAlgorithm::ed25519;
  }
  if (type == bytes_of_number(pkcs11::kEc)) {
    return KeyAlgorithm::p256;
  }
  return Error{ErrorKind::malformed,
               "the token's key is neither Ed25519 nor ECDSA (CKA_KEY_TYPE " + to_hex(type) + ")"};
}

Result<PublicKey> Pkcs11Token::public_key() const {
  const auto kind = algorithm();
  if (!kind) {
    return kind.error();
  }
  const auto id = attribute(key_, pkcs11::kId);
  const auto half = id.empty() ? find(pkcs11::kPublicKeyClass, label_, std::nullopt)
                               : find(pkcs11::kPublicKeyClass, std::nullopt, id);
  if (!half) {
    return half.error();
  }
  const auto value = attribute(*half, pkcs11::kEcPoint);
  if (*kind == KeyAlgorithm::ed25519) {
    return ed25519_of(point_in(value, kKeyBytes));
  }
  const auto point = point_in(value, kPointBytes);
  return PublicKey::from_point({bytes_of(point), point.size()});
}

Result<std::string> Pkcs11Token::sign(std::string_view message, std::string_view pin) const {
  const auto kind = algorithm();
  if (!kind) {
    return kind.error();
  }
  const bool edwards = *kind == KeyAlgorithm::ed25519;
  const auto digest = sha256(message);
  const std::string hashed(digest.begin(), digest.end());
  const auto data = edwards ? message : std::string_view(hashed);
  pkcs11::Mechanism mechanism{edwards ? pkcs11::kMechanismEddsa : pkcs11::kMechanismEcdsa};
  auto code = functions_->sign_init(*session_, &mechanism, key_);
  if (code != pkcs11::kOk) {
    return refused("C_SignInit", code);
  }
  if (attribute(key_, pkcs11::kAlwaysAuthenticate) == std::string(1, '\1')) {
    if (auto again = login(pkcs11::kContextSpecific, pin); !again) {
      return std::move(again).error();
    }
  }
  std::array<Byte, 256> bytes{};
  Ulong length = bytes.size();
  code = functions_->sign(*session_, bytes_of(data), static_cast<Ulong>(data.size()), bytes.data(),
                          &length);
  if (code != pkcs11::kOk || length > bytes.size()) {
    return refused("C_Sign", code);
  }
  const std::string signature(bytes.begin(), bytes.begin() + static_cast<long>(length));
  return edwards ? Result<std::string>(signature) : p256_der_of(signature);
}

}  // namespace rackproof::seal
