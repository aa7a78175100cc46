#pragma once

#include <string>
#include <vector>

#include "cli/progress.h"

namespace rackproof {

/// What `rackproof certify` was asked.
struct CertifyOptions {
  std::string reference;  ///< Built-in name or file.
  std::string tier = "quick";
  double seconds = 0;      ///< Of the whole run (--duration); 0 = as the reference says.
  std::string site;        ///< File; "" = none.
  std::string root = "/";  ///< Other than "/": a captured tree, read and never worked.
  std::vector<std::string> only;
  std::string key;  ///< File; "" = leaves the bundle unsealed.
  std::string out;
  std::string resume;  ///< OUT or OUT.part of a run that was killed; "" = begins one.
  bool plan = false;   ///< Print the plan, touch nothing.
  bool json = false;   ///< The plan as a JSON document; only together with `plan`.
  ProgressStyle progress = ProgressStyle::automatic;
};

}  // namespace rackproof
