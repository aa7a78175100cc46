#pragma once

#include <string>
#include <vector>

#include "reports/evidence.h"
#include "reports/report_sequence.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signer.h"
#include "reports/seal/trust.h"
#include "schemas/result.h"

/// What `rackproof seal` does between reading what it was asked and telling what it did.
namespace rackproof {

/// What was done, for people and for programs.
struct Sealed {
  std::string bundle;
  std::string role;
  std::string key_id;
  seal::Credentials credentials;
  int sequence = 0;                  ///< The report's number; 0 = none was given.
  std::vector<std::string> members;  ///< That were written.
  std::vector<std::string> notes;    ///< For a person; not part of the text.
};

/// Gives the report in the bundle its issuer's next number, where `file` has a path, and reads the
/// bundle again; the number goes into `sealed`. None is taken for a key that cannot seal.
Result<void> count_report(const SequenceFile& file, const seal::Signer& key, Loaded& loaded,
                          Sealed& sealed);

/// Seals with what `sealed` says is brought along, makes the page anew and writes both; the members
/// written go into `sealed`. The bundle is as it was on failure.
Result<void> seal_loaded(Loaded& loaded, const seal::Signer& key, seal::Role role, Sealed& sealed);

/// Format "rackproof-sealed/1".
[[nodiscard]] std::string sealed_json(const Sealed& sealed);
/// Lines for a person.
[[nodiscard]] std::string sealed_text(const Sealed& sealed);

}  // namespace rackproof
