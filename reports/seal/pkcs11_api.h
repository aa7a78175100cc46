#pragma once

#include <array>

/// The part of Cryptoki that signing needs, declared by ourselves: OASIS PKCS #11 2.40 and 3.0,
/// "Cryptographic Token Interface Base Specification", sections 3 and 5, and "Current Mechanisms",
/// section 2.3. On Unix every type has its natural alignment.
namespace rackproof::seal::pkcs11 {

using Ulong = unsigned long;
using Code = Ulong;  ///< CK_RV
using Byte = unsigned char;

inline constexpr Code kOk = 0;
inline constexpr Code kPinIncorrect = 0xA0;
inline constexpr Code kPinLenRange = 0xA2;
inline constexpr Code kPinLocked = 0xA4;
inline constexpr Code kAlreadyLoggedIn = 0x100;

inline constexpr Byte kTrue = 1;
inline constexpr Ulong kSerialSession = 4;
inline constexpr Ulong kUser = 1;
inline constexpr Ulong kContextSpecific = 2;  ///< A login for the one signature that follows.
inline constexpr Ulong kLoginRequired = 4;    ///< Of TokenInfo::flags.

inline constexpr Ulong kClass = 0;
inline constexpr Ulong kLabel = 3;
inline constexpr Ulong kKeyType = 0x100;
inline constexpr Ulong kId = 0x102;
inline constexpr Ulong kEcPoint = 0x181;
inline constexpr Ulong kAlwaysAuthenticate = 0x202;

inline constexpr Ulong kPublicKeyClass = 2;
inline constexpr Ulong kPrivateKeyClass = 3;
inline constexpr Ulong kEc = 3;
inline constexpr Ulong kEcEdwards = 0x40;

inline constexpr Ulong kMechanismEcdsa = 0x1041;  ///< Over a digest.
inline constexpr Ulong kMechanismEddsa = 0x1057;  ///< Over the message; no parameter = Ed25519.

struct Version {
  Byte major = 0;
  Byte minor = 0;
};

/// Texts are padded with blanks and end without a zero.
struct TokenInfo {
  std::array<char, 32> label{};
  std::array<char, 32> manufacturer{};
  std::array<char, 16> model{};
  std::array<char, 16> serial{};
  Ulong flags = 0;
  std::array<Ulong, 10> limits{};  ///< Sessions, PIN lengths, memory.
  Version hardware;
  Version firmware;
  std::array<char, 16> utc_time{};
};

struct Attribute {
  Ulong type = 0;
  void* value = nullptr;
  Ulong length = 0;
};

struct Mechanism {
  Ulong mechanism = 0;
  void* parameter = nullptr;
  Ulong length = 0;
};

using Unused = void (*)();

/// CK_FUNCTION_LIST up to C_Sign, in the order of the standard.
struct Functions {
  Version version;
  Code (*initialize)(void* arguments) = nullptr;
  Code (*finalize)(void* reserved) = nullptr;
  std::array<Unused, 2> information{};  ///< C_GetInfo, C_GetFunctionList
  Code (*get_slot_list)(Byte token_present, Ulong* slots, Ulong* count) = nullptr;
  Unused get_slot_info = nullptr;
  Code (*get_token_info)(Ulong slot, TokenInfo* info) = nullptr;
  std::array<Unused, 5> mechanisms{};  ///< ...List, ...Info, C_InitToken, C_InitPIN, C_SetPIN
  Code (*open_session)(Ulong slot, Ulong flags, void* application, void* notify,
                       Ulong* session) = nullptr;
  Code (*close_session)(Ulong session) = nullptr;
  std::array<Unused, 4> sessions{};  ///< All closed, info, get and set state
  Code (*login)(Ulong session, Ulong user, const Byte* pin, Ulong length) = nullptr;
  std::array<Unused, 5> objects{};  ///< C_Logout, create, copy, destroy, size
  Code (*get_attribute_value)(Ulong session, Ulong object, Attribute* wanted,
                              Ulong count) = nullptr;
  Unused set_attribute_value = nullptr;
  Code (*find_objects_init)(Ulong session, Attribute* wanted, Ulong count) = nullptr;
  Code (*find_objects)(Ulong session, Ulong* objects, Ulong room, Ulong* count) = nullptr;
  Code (*find_objects_final)(Ulong session) = nullptr;
  std::array<Unused, 13> ciphers{};  ///< Four of each cipher, five of digests
  Code (*sign_init)(Ulong session, Mechanism* mechanism, Ulong key) = nullptr;
  Code (*sign)(Ulong session, const Byte* data, Ulong length, Byte* signature,
               Ulong* room) = nullptr;
};

using GetFunctionList = Code (*)(Functions** functions);

}  // namespace rackproof::seal::pkcs11
