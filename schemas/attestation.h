#pragma once

#include <array>
#include <string>

#include "schemas/enum_names.h"

namespace rackproof {

/// By which protocol a part vouched for itself.
enum class AttestationKind {
  nvidia_spdm,                  ///< DMTF SPDM measurements that an NVIDIA device signed.
  tpm2_quote,                   ///< TPM2_Quote of the machine's TPM (TPM 2.0 Library, part 3).
  redfish_component_integrity,  ///< What a BMC hands out of a ComponentIntegrity resource.
};

inline constexpr std::array kAttestationKinds{
    EnumName<AttestationKind>{AttestationKind::nvidia_spdm, "nvidia_spdm"},
    EnumName<AttestationKind>{AttestationKind::tpm2_quote, "tpm2_quote"},
    EnumName<AttestationKind>{AttestationKind::redfish_component_integrity,
                              "redfish_component_integrity"},
};

/// That a part was asked to prove who it is, and where its answer lies, as it was given.
struct Attestation {
  AttestationKind kind = AttestationKind::tpm2_quote;
  std::string device;  ///< Device::id.
  std::string member;  ///< Bundle path of the evidence: "attestations/tpm.quote".
  std::string sha256;  ///< Of its bytes, hex.
  std::string nonce;   ///< That the part was given, hex of 8 to 64 bytes; "" = none: may be old.
  std::string note;    ///< For people; may be "".

  bool operator==(const Attestation&) const = default;
};

}  // namespace rackproof
