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
  /// sample with the reason. Attributes of one file, one behind the other, are of one reading.
  void read(KeptFiles& files, const Clock& clock, Samples& samples) const;

  [[nodiscard]] std::size_t size() const { return watched_.size(); }

 private:
  /// An Attribute whose path is the slot's: there are thousands, and each is spelled once.
  struct Watched {
    DeviceHandle device = 0;
    const Metric* metric = nullptr;
    ReadingParser parse = nullptr;
    KeptFiles::Slot slot = 0;
  };
  std::vector<Watched> watched_;
};

/// All attributes of a probe that has nothing else, with the files that they are read through. A
/// sixteenth of the process's open files at most stays open, for a dozen probes have one each.
class KeptAttributes {
 public:
  /// `host` outlives it.
  explicit KeptAttributes(const Host& host);

  /// Survey::finish(); what it watched takes the place of what was read so far.
  Discovery finish(Survey& survey);
  /// One sample per attribute, in order; a file that cannot be read is a sample with the reason.
  Samples read();

 private:
  const Host& host_;
  KeptFiles files_;
  AttributeReader reader_;
};

}  // namespace rackproof
