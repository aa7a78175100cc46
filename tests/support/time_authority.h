#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// What a certificate of a test authority says; times as `openssl ca` takes them.
struct CertificateWish {
  std::string usage = "extendedKeyUsage = critical,timeStamping";  ///< Line of an extension file.
  std::string constraints = "basicConstraints = critical,CA:FALSE";
  std::string key_usage = "critical,digitalSignature";
  std::vector<std::string> key = {"-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"};
  std::string digest = "sha256";
  std::string from = "20200101000000Z";
  std::string until = "20990101000000Z";
};

/// Files of a certificate and its key.
struct Identity {
  std::string certificate;
  std::string key;
};

/// How `openssl ts -reply` is to answer; each is a line of its configuration.
struct ReplyWish {
  std::string policy = "1.2.3.4.1";
  std::string signer_digest = "sha256";
  std::string certificate_digest = "sha256";  ///< ess_cert_id_alg; sha1 makes SigningCertificate.
  std::string more = {};                      ///< "accuracy = secs:1", one line each.
};

/// A time-stamping authority with a root of its own, run by the real `openssl ca` and `openssl ts`.
/// Its clock is the machine's. Fails the test that uses it when openssl refuses.
class TimeAuthority {
 public:
  explicit TimeAuthority(std::string name);

  /// PEM of the root.
  [[nodiscard]] std::string root() const;
  /// The root as an issuer whose purpose is a test's own affair.
  [[nodiscard]] const Identity& root_identity() const { return root_; }
  [[nodiscard]] Identity issue(const std::string& name, const CertificateWish& wish = {}) const;

  /// DER of a query over `bytes`; `more` are further arguments of `openssl ts -query`.
  [[nodiscard]] std::string query(std::string_view bytes, std::vector<std::string> more = {}) const;
  /// DER of the response, whatever status is in it; openssl must answer 0.
  [[nodiscard]] std::string reply(const std::string& query, const Identity& by,
                                  const ReplyWish& wish = {}) const;

  /// A revocation list of the root, PEM. `entries` are lines of openssl's index.txt without their
  /// last two columns: "R\t990101000000Z\t260101000000Z,superseded\t1001".
  [[nodiscard]] std::string revocations(const std::vector<std::string>& entries,
                                        const std::string& from = "20200101000000Z",
                                        const std::string& until = "20990101000000Z") const;
  /// Hexadecimal, as index.txt has it.
  [[nodiscard]] static std::string serial_of(const Identity& identity);

  [[nodiscard]] const TempDir& directory() const { return directory_; }

 private:
  TempDir directory_;
  std::string name_;
  std::string config_;
  Identity root_;
};

/// Runs openssl; fails the test unless it answers 0. Its standard output.
std::string openssl(std::vector<std::string> arguments);

/// The content of a file.
[[nodiscard]] std::string file_text(const std::string& path);

}  // namespace rackproof::testing
