#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "probes/probe.h"
#include "schemas/result.h"

namespace rackproof {

/// What a site measures itself: the sources and metrics of a sources file. Owned by whoever
/// composes the program; outlives its probes, and every sample and store that they fed. Not to be
/// changed once it is read.
class OutsideSources {
 public:
  /// `file` is only the name used in complaints; "" as text is no source at all. Error{malformed,
  /// "file:line: ..."}.
  static Result<OutsideSources> load(std::string_view text, std::string_view file);

  OutsideSources();  ///< None.
  ~OutsideSources();
  OutsideSources(OutsideSources&& other) noexcept;
  OutsideSources& operator=(OutsideSources&& other) noexcept;
  OutsideSources(const OutsideSources&) = delete;
  OutsideSources& operator=(const OutsideSources&) = delete;

  /// One probe a source, in the file's order.
  [[nodiscard]] std::vector<std::unique_ptr<Probe>> make_probes(const Host& host) const;
  [[nodiscard]] std::vector<std::string> names() const;

 private:
  struct State;
  std::unique_ptr<const State> state_;  ///< Stays where it is: probes and samples point into it.
};

}  // namespace rackproof
