#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/child_lines.h"
#include "probes/machine/http_session.h"
#include "tests/support/temp_dir.h"

namespace rackproof::testing {

/// A self-signed certificate for 127.0.0.1, made by openssl.
struct TestCertificate {
  std::string certificate;  ///< Path, PEM.
  std::string key;          ///< Path, PEM.
  std::string fingerprint;  ///< 64 lower-case hexadecimal digits.
};

/// Makes one in `directory`.
[[nodiscard]] TestCertificate make_certificate(const TempDir& directory, const std::string& name);

struct RedfishServerSettings {
  std::filesystem::path tree = {};  ///< "" = a small tree: root, one chassis, three sensors.
  std::string user = "operator";
  std::string password = "pa55-word-of-the-test";
  int session_limit = 8;
  bool basic = true;    ///< A password may come with a single request.
  bool etags = false;   ///< Sends ETags and honours If-None-Match.
  bool expand = false;  ///< Honours $expand; whether it is advertised is the tree's affair.
  bool tls = true;
};

/// One request as the server saw it.
struct SeenRequest {
  std::string verb;
  std::string path;  ///< With its query.
  int status = 0;    ///< That it was answered with; 0 = not with a whole answer.
  bool token = false;
  bool basic = false;
  std::string tag;   ///< If-None-Match.
  int sessions = 0;  ///< Open at the server when it was answered.
};

/// A real HTTPS server on 127.0.0.1 (tests/support/redfish_server.py), a child of this process,
/// that serves a tree of Redfish documents, counts sessions and misbehaves as it is told.
class RedfishServer {
 public:
  explicit RedfishServer(RedfishServerSettings settings = {});

  [[nodiscard]] const RedfishServerSettings& settings() const { return settings_; }
  [[nodiscard]] std::string origin() const;
  [[nodiscard]] const TestCertificate& certificate() const { return certificate_; }
  /// Known by its fingerprint; plain where it speaks no TLS.
  [[nodiscard]] HttpPeer peer() const;

  /// From now on these rules hold, as JSON (see the server's head).
  void rules(std::string_view json) const;
  /// Everything asked so far, in order.
  [[nodiscard]] std::vector<SeenRequest> requests() const;
  /// "POST /redfish/v1/SessionService/Sessions 201"; one line a request.
  [[nodiscard]] std::vector<std::string> request_lines() const;
  /// How many requests begin so: "GET /redfish/v1/Chassis".
  [[nodiscard]] int count(std::string_view beginning) const;
  /// The small tree's directory, to be changed by a test.
  [[nodiscard]] const TempDir& directory() const { return directory_; }

 private:
  RedfishServerSettings settings_;
  TempDir directory_;
  TestCertificate certificate_;
  std::unique_ptr<ChildLines> child_;
  std::string port_;
};

/// Writes the small tree: ServiceRoot (which offers $expand where `expand`), Chassis/1, and in
/// Chassis/1/Sensors T1, T2, P1.
void write_small_tree(const TempDir& directory, std::string_view below, bool expand);

}  // namespace rackproof::testing
