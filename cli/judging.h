#pragma once

#include <iosfwd>
#include <string>

#include "cli/exit_code.h"
#include "cli/signing.h"

namespace rackproof {

/// What was asked on the command line of `rackproof judge`.
struct JudgeRequest : KeyChoice {
  std::string bundle;     ///< The old one, directory or archive.
  std::string reference;  ///< Built-in name or TOML file.
  std::string out;        ///< Where the new one goes; of an archive comes an archive.
  CredentialChoice credentials;
  std::string waivers;  ///< File; "" = none.
};

/// Judges the run of an old bundle anew and writes the report, sealed where a key is given, with
/// the same evidence to a new bundle. The judgement goes to `out`, notes and complaints to `err`;
/// nothing is left behind where it fails. The answer is that of the judgement.
ExitCode judge_bundle(const JudgeRequest& request, std::ostream& out, std::ostream& err);

}  // namespace rackproof
