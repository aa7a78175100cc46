#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "certsuite/workload.h"
#include "schemas/result.h"

/// Running one compiled unit in a process of its own: what a compiler made may crash, hang or write
/// over memory, and takes nothing along. It is a workload only by the way it is called and speaks:
/// `rackproof workload corpus_unit --directory DIR`; no phase can name it.
namespace rackproof {

/// What the process is told, in a file of DIR.
struct UnitJob {
  struct Case {
    std::string input;  ///< Path of the bytes that go in.
    std::size_t output_bytes = 0;
  };
  std::string library;             ///< Path of the compiled unit.
  std::vector<Case> cases;         ///< Run in this order.
  std::vector<std::string> known;  ///< Digests of outputs that nobody needs to see again.
};

[[nodiscard]] std::string encode_unit_job(const UnitJob& job);
[[nodiscard]] Result<UnitJob> decode_unit_job(std::string_view text);

/// Name of the job's file.
inline constexpr std::string_view kUnitJobFile = "job";
/// Fact that is told before each case; its value is the case's number.
inline constexpr std::string_view kUnitCaseFact = "case";
/// Fact that is told for each member and case: "member processor case" and the digest of each
/// repeat, with a space between. The outputs lie in DIR as DIGEST.out.
inline constexpr std::string_view kUnitRanFact = "ran";
/// Parameter: only this member of the team works.
inline constexpr std::string_view kUnitMember = "member";
/// How often each member runs each case.
inline constexpr int kUnitRepeats = 3;

/// The workload of that process; its outcome is skipped, and says why, where the library does not
/// load.
[[nodiscard]] std::unique_ptr<Workload> make_corpus_unit();

}  // namespace rackproof
