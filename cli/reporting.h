#pragma once

#include <string>

#include "cli/exit_code.h"
#include "cli/signing.h"
#include "reports/evidence.h"

namespace rackproof {

/// What `rackproof report` is asked; the key signs a companion.
struct ReportQuestion : KeyChoice {
  std::string bundle;
  std::string format = "text";
  std::string baseline;  ///< Path of an earlier bundle; "" = none.
  bool check = false;    ///< Compare report.html with a new rendering instead.
};

/// What is wrong with the question itself; "" = nothing.
[[nodiscard]] std::string wrong_with(const ReportQuestion& question);

struct ReportAnswer {
  ExitCode code = ExitCode::done;
  std::string text;  ///< What was asked for, or, where `code` is not done, why there is none.
};

/// Answers a question that nothing is wrong with, over the bundle that it names. Reads the earlier
/// bundle and the key where it names them, writes nothing.
[[nodiscard]] ReportAnswer answer(Loaded& loaded, const ReportQuestion& question);

}  // namespace rackproof
