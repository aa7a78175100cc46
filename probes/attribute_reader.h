#pragma once

#include <cstddef>
#include <vector>

#include "probes/survey.h"

namespace rackproof {

/// Attributes that a probe reads on each pass through files that stay open. Where a pass reads
/// thousands of them, opening and closing would be most of what it costs.
class AttributeReader {
 public:
  AttributeReader() = default;
  /// `files` is the one that read() is given; the attributes' files are added to it.
  AttributeReader(Attributes attributes, KeptFiles& files);

  /// One sample per attribute, in order, at the end of `samples`; a file that cannot be read is a
  /// sample with the reason.
  void read(KeptFiles& files, const Clock& clock, Samples& samples) const;

  [[nodiscard]] std::size_t size() const { return watched_.size(); }

 private:
  struct Watched {
    Attribute attribute;
    KeptFiles::Slot slot = 0;
  };
  std::vector<Watched> watched_;
};

}  // namespace rackproof
