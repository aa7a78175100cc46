#pragma once

#include <iosfwd>
#include <string>

#include "reports/assemble.h"
#include "reports/seal/certificate_chain.h"
#include "reports/seal/signer.h"
#include "schemas/report.h"
#include "schemas/result.h"
#include "schemas/run_record.h"
#include "schemas/time.h"

namespace rackproof {

/// By whom both statements are sealed, and what goes with the seals.
struct SealedWith {
  const seal::Signer* key = nullptr;  ///< Null = they are left unsealed.
  seal::Credentials credentials = {};
};

/// Everything after the run: documents, judgement, seals where there is a key, the page, and the
/// bundle's name. On failure the bundle does not come to be.
Result<Report> write_bundle(const FinishedRun& run, const Issue& issue, const SealedWith& with,
                            BundleWriter& writer);

/// What a person wants to know at the end: the verdict, why, what was not judged, and where it is.
void print_conclusion(const Report& report, const RunRecord& record, bool sealed,
                      const std::string& path, std::ostream& out);

}  // namespace rackproof
