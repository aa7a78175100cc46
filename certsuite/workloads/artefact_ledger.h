#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "certsuite/workloads/corpus.h"
#include "certsuite/workloads/corpus_bench.h"

namespace rackproof {

/// Remembers over compilers, levels and laps what artefacts put out and hashed to. One thread.
class ArtefactLedger {
 public:
  /// Compares the outputs of a right answer with those that went before: of the same artefact in an
  /// earlier lap, and, where the language fixes every bit, of the unit's other artefacts. What
  /// differs is counted in `answer`. `name` is the artefact's: "c01_gemm gcc -O2".
  void compare(const CorpusUnit& unit, const std::string& name, const std::string& sha256,
               UnitAnswer& answer);

  [[nodiscard]] std::size_t repeated() const { return repeated_; }      ///< Compiled once more.
  [[nodiscard]] std::size_t same_bytes() const { return same_bytes_; }  ///< Of these, same hash.

 private:
  struct Output {
    std::string digest;
    std::string artefact;  ///< That put it out first.
  };

  void compare_case(const CorpusUnit& unit, const CorpusCase& one, const std::string& name,
                    const std::string& digest, UnitAnswer& answer);

  std::map<std::string, Output> outputs_;      ///< By unit and case, or artefact and case.
  std::map<std::string, std::string> hashes_;  ///< SHA-256 by artefact.
  std::size_t repeated_ = 0;
  std::size_t same_bytes_ = 0;
};

}  // namespace rackproof
