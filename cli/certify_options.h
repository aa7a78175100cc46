#pragma once

#include <string>
#include <vector>

#include "cli/progress.h"
#include "cli/signing.h"

namespace rackproof {

/// What `rackproof certify` was asked; without a key it leaves the bundle unsealed.
struct CertifyOptions : KeyChoice {
  std::string reference;  ///< Built-in name or file.
  std::string tier = "quick";
  double seconds = 0;      ///< Of the whole run (--duration); 0 = as the reference says.
  std::string site;        ///< File; "" = none.
  std::string root = "/";  ///< Other than "/": a captured tree, read and never worked.
  std::vector<std::string> only;
  std::string order;    ///< File of a signed test order; "" = none.
  std::string tpm_key;  ///< Handle of a key that the TPM quotes with; "" = it is not asked.
  std::string out;
  std::vector<std::string> ocptv;  ///< Files of other tools to keep as evidence.
  std::string resume;              ///< OUT or OUT.part of a run that was killed; "" = begins one.
  CredentialChoice credentials;    ///< To go with the seals; only together with a key.
  bool plan = false;               ///< Print the plan, touch nothing.
  bool json = false;               ///< The plan as a JSON document; only together with `plan`.
  ProgressStyle progress = ProgressStyle::automatic;
};

}  // namespace rackproof
