#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "probes/machine/host.h"
#include "probes/outside/outside_sources.h"
#include "probes/probe.h"
#include "probes/redfish/redfish_config.h"
#include "schemas/result.h"

namespace rackproof {

/// The files that a command reads probes from, beside the machine itself; "" = none.
struct ProbeFiles {
  std::string bmcs = {};     ///< docs/redfish.md
  std::string sources = {};  ///< docs/outside-sources.md
};

/// The program's own probes, and those for the BMCs and sources of `ProbeFiles`. Owns the site's
/// metrics, which samples point to: outlives the probes, and every sample and store that they fed.
class ProbeChoice {
 public:
  ProbeChoice() = default;  ///< The program's own alone.
  /// Reads the files that are named; what they name is taken from their own directories. Errors
  /// name the file: "file:line: ...".
  static Result<ProbeChoice> load(const ProbeFiles& files);

  /// Error{unsupported} where BMCs are to be asked about a captured machine.
  [[nodiscard]] Result<void> suits(const FileTree& machine) const;
  /// The program's own first, since they know what the others hang under. `host` outlives them.
  [[nodiscard]] std::vector<std::unique_ptr<Probe>> make_all(const Host& host) const;
  /// Those of `names`; "redfish" is every BMC. Error{absent} names a word that is no probe, and the
  /// nearest one that is, or the option whose file would make it one.
  [[nodiscard]] Result<std::vector<std::unique_ptr<Probe>>> make(
      const Host& host, std::vector<std::string> names) const;

 private:
  [[nodiscard]] std::vector<std::unique_ptr<Probe>> make_others(const Host& host) const;
  [[nodiscard]] Result<void> check_names(const std::vector<std::string>& names,
                                         const std::vector<std::unique_ptr<Probe>>& others) const;

  std::optional<redfish::RedfishConfig> bmcs_;
  OutsideSources sources_;
};

}  // namespace rackproof
