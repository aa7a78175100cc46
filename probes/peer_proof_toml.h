#pragma once

#include <filesystem>
#include <string>

#include "probes/machine/http_session.h"
#include "schemas/toml/reader.h"

namespace rackproof {

/// How the other end of a configured connection is known, and that its URL goes with it:
///
///     ca = "ca.pem"             # or
///     fingerprint = "AB:CD:…"   # SHA-256 of its certificate, or
///     insecure = "unverified"   # TLS with whoever answers; "plain": http
///
/// Exactly one of them; complaints go to the reader's findings. `who` is what the other end is in
/// them: "the BMC".
class PeerProofReader {
 public:
  /// `table` is what `reader` reads; a relative path is taken from `directory`.
  PeerProofReader(const TomlTable& table, TableReader& reader, std::filesystem::path directory,
                  std::string who)
      : table_(table), reader_(reader), directory_(std::move(directory)), who_(std::move(who)) {}

  /// `proof` and `anchor` of a peer.
  void read_proof(HttpPeer& peer);
  /// Complains of a URL, as `origin` begins it, that is http where the proof is of TLS, or the
  /// other way round.
  void check_origin(const HttpPeer& peer);

 private:
  std::string given(std::string_view key);

  const TomlTable& table_;
  TableReader& reader_;
  std::filesystem::path directory_;
  std::string who_;
};

}  // namespace rackproof
