#pragma once

#include <string>
#include <string_view>

#include "schemas/report.h"
#include "schemas/verdict.h"

/// What a verdict rests on, for people.
namespace rackproof::grounds_words {

/// "guard_band: the acceptance limit is the limit moved by ...".
[[nodiscard]] std::string rule(RuleKind kind);

/// "rule guard_band on max, U of type B by PT100-3 (k = 2); rests on inventory.json, samples.db";
/// "" for a verdict of a release that did not say it.
[[nodiscard]] std::string line(const Verdict& verdict);

/// Which program judged: name, version and, where it is said, digest.
[[nodiscard]] std::string evaluator(const Report& report);

/// Which report this one replaces, by id, reason and, where it is said, digest; "" = none.
[[nodiscard]] std::string superseded(const Report& report);

/// What stands under "Opinions" of every report.
[[nodiscard]] std::string_view no_opinions();

}  // namespace rackproof::grounds_words
