#include "probes/peer_proof_toml.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <string_view>

namespace rackproof {
namespace {

constexpr std::array<std::string_view, 3> kProofKeys{"ca", "fingerprint", "insecure"};

/// 64 lower-case digits from what openssl and browsers print; "" for anything else.
std::string fingerprint_of(std::string_view text) {
  constexpr std::size_t kDigits = 64;
  std::string digits;
  for (const char each : text) {
    if (std::isxdigit(static_cast<unsigned char>(each)) != 0) {
      digits += static_cast<char>(std::tolower(static_cast<unsigned char>(each)));
    } else if (each != ':') {
      return "";
    }
  }
  return digits.size() == kDigits ? digits : "";
}

}  // namespace

/// A key that may be left out, and not be empty.
std::string PeerProofReader::given(std::string_view key) {
  return table_.find(key) == nullptr ? "" : reader_.required_text(key);
}

void PeerProofReader::read_proof(HttpPeer& peer) {
  const auto ways =
      std::ranges::count_if(kProofKeys, [&](auto key) { return table_.find(key) != nullptr; });
  if (ways != 1) {
    reader_.error(kProofKeys.front(),
                  "or 'fingerprint' or insecure = \"unverified\" or \"plain\" says how " + who_ +
                      " is known: exactly one of them");
  }
  const auto ca = given("ca");
  const auto fingerprint = given("fingerprint");
  const auto insecure = given("insecure");
  if (!fingerprint.empty()) {
    peer.proof = PeerProof::fingerprint;
    peer.anchor = fingerprint_of(fingerprint);
    if (peer.anchor.empty()) {
      reader_.error("fingerprint", "is the SHA-256 of the certificate, 64 hexadecimal digits");
    }
  } else if (!insecure.empty()) {
    peer.proof = insecure == "plain" ? PeerProof::plain : PeerProof::unverified;
    if (insecure != "plain" && insecure != "unverified") {
      reader_.error("insecure", "is \"unverified\" (TLS with whoever answers) or \"plain\" (http)");
    }
  } else {
    peer.proof = PeerProof::ca_file;
    peer.anchor = ca.empty() ? "" : (directory_ / ca).lexically_normal().string();
  }
}

void PeerProofReader::check_origin(const HttpPeer& peer) {
  const bool http = peer.origin.starts_with("http:");
  if (http != (peer.proof == PeerProof::plain)) {
    reader_.error("url", http ? "is http, which needs insecure = \"plain\""
                              : "is https, and insecure = \"plain\" asks for http");
  }
}

}  // namespace rackproof
