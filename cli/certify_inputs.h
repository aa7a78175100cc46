#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "certsuite/plan.h"
#include "cli/certify_options.h"
#include "cli/exit_code.h"
#include "cli/external_files.h"
#include "probes/machine/clock.h"
#include "probes/machine/file_tree.h"
#include "probes/machine/host.h"
#include "probes/probe.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signer.h"
#include "schemas/architecture.h"
#include "schemas/inventory.h"
#include "schemas/result.h"
#include "schemas/site.h"

namespace rackproof {

/// A refusal and what a script learns from it.
struct Refusal {
  ExitCode code = ExitCode::failed;
  std::string why;
};

/// Everything that was named on the command line, read and understood before anything is done.
struct CertifyInputs {
  ResolvedReference reference;
  Site site;
  std::string site_toml;               ///< As it was given; "" = none.
  std::string order;                   ///< order.dsse.json as it was given; "" = none.
  std::vector<ExternalFile> external;  ///< Runs of other tools, in the order of their members.
  std::unique_ptr<seal::Signer> key;   ///< None = leave the bundle unsealed.
  seal::Credentials credentials;       ///< To go with both seals.
};

/// Reads reference, site, order, files of other tools and key; says in `refusal` what is wrong with
/// the first that is.
std::optional<CertifyInputs> read_inputs(const CertifyOptions& options, Refusal& refusal);

/// Opens the key alone, with what vouches for it, and has it sign something; false, with `refusal`,
/// when there is something wrong with it.
bool read_key(const CertifyOptions& options, CertifyInputs& inputs, Refusal& refusal);

/// Whether what vouches for the key does so for both seals and, where `about` is not null, for this
/// device. Error{untrusted}.
Result<void> check_credentials(const CertifyInputs& inputs, const Inventory* about, UtcTime now);

/// The machine under test with its probes. Not to be moved: the probes refer to the host.
class Machine {
 public:
  explicit Machine(FileTree files);
  Machine(const Machine&) = delete;
  Machine& operator=(const Machine&) = delete;
  Machine(Machine&&) = delete;
  Machine& operator=(Machine&&) = delete;
  ~Machine() = default;

  [[nodiscard]] const Host& host() const { return host_; }
  [[nodiscard]] const std::vector<std::unique_ptr<Probe>>& probes() const { return probes_; }
  [[nodiscard]] const Inventory& inventory() const { return inventory_; }
  /// The inventory as it is now, by fresh probes.
  [[nodiscard]] Inventory look_again() const;

 private:
  FileTree files_;
  SystemClock clock_;
  Host host_;
  std::vector<std::unique_ptr<Probe>> probes_;
  Inventory inventory_;
};

}  // namespace rackproof
