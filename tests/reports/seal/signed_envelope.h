#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/seal/envelope.h"
#include "reports/seal/private_key.h"
#include "schemas/encoding.h"

namespace rackproof::testing {

/// One entry of "signatures" as it stands in a file.
inline std::string signature_entry(const std::string& key_id, std::string_view signature) {
  return R"({"keyid":")" + key_id + R"(","sig":")" + to_base64(signature) + "\"}";
}

/// A good signature of `key` over `payload`, as an entry.
inline std::string signed_entry(const seal::PrivateKey& key, std::string_view payload) {
  const auto signature = key.sign(seal::pre_authentication(seal::kPayloadType, payload));
  return signature_entry(key.public_key().key_id(), signature.value());
}

/// An envelope of our spelling with these entries, whatever they are.
inline std::string envelope_of(std::string_view payload, const std::vector<std::string>& entries) {
  std::string all;
  for (const auto& entry : entries) {
    all += (all.empty() ? "" : ",") + entry;
  }
  return R"({"payload":")" + to_base64(payload) + R"(","payloadType":")" +
         std::string(seal::kPayloadType) + R"(","signatures":[)" + all + "]}\n";
}

}  // namespace rackproof::testing
