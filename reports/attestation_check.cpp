#include "reports/attestation_check.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "reports/bundle_members.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::string_view kRole = "attestation";
constexpr std::size_t kShortestNonce = 16;  ///< Hex digits: 8 bytes.
constexpr std::size_t kLongestNonce = 128;  ///< Hex digits: 64 bytes, the longest a TPM takes.

Error untrusted(const Attestation& attestation, const std::string& why) {
  return {ErrorKind::untrusted, printable(attestation.member, 300) + ": " + why};
}

bool is_nonce(std::string_view text) {
  return text.empty() ||
         (text.size() >= kShortestNonce && text.size() <= kLongestNonce && text.size() % 2 == 0 &&
          text.find_first_not_of("0123456789abcdef") == std::string_view::npos);
}

bool is_known(const std::string& device, const Inventory& inventory) {
  return std::ranges::find(inventory.devices, device, &Device::id) != inventory.devices.end() ||
         std::ranges::any_of(inventory.missing, [&device](const MissingDevice& gone) {
           return gone.device.id == device;
         });
}

Result<void> check_one(const Attestation& told, const Manifest& manifest,
                       const Inventory& inventory) {
  const auto entry = std::ranges::find(manifest.entries, told.member, &ManifestEntry::path);
  if (entry == manifest.entries.end() || entry->role != kRole) {
    return untrusted(told,
                     "told as evidence of an attestation, but the manifest lists no such "
                     "evidence");
  }
  if (entry->sha256 != told.sha256) {
    return untrusted(told, "the run record gives another digest of it than the manifest");
  }
  if (!is_known(told.device, inventory)) {
    return untrusted(
        told, "attests " + printable(told.device, 80) + ", which is not a part in the inventory");
  }
  return is_nonce(told.nonce) ? Result<void>()
                              : untrusted(told, "its nonce is not the hex of 8 to 64 bytes");
}

}  // namespace

Result<void> check_attestations(const RunRecord& record, const Manifest& manifest,
                                const Inventory& inventory) {
  std::set<std::string, std::less<>> told;
  for (const auto& attestation : record.attestations) {
    if (!told.insert(attestation.member).second) {
      return untrusted(attestation, "told twice as evidence of an attestation");
    }
    if (auto fits = check_one(attestation, manifest, inventory); !fits) {
      return fits;
    }
  }
  for (const auto& entry : manifest.entries) {
    if (entry.role == kRole && !told.contains(entry.path)) {
      return Error{ErrorKind::untrusted,
                   printable(entry.path, 300) +
                       ": evidence of an attestation that the run record does not tell"};
    }
  }
  return {};
}

}  // namespace rackproof
