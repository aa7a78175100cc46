#include "probes/attribute_reader.h"

#include <optional>
#include <utility>

#include "probes/machine/open_file_limit.h"

namespace rackproof {
namespace {

constexpr std::size_t kShareOfLimit = 16;

}  // namespace

AttributeReader::AttributeReader(Attributes attributes, KeptFiles& files) {
  watched_.reserve(attributes.size());
  files.reserve(files.size() + attributes.size());
  for (auto& attribute : attributes) {
    const bool same = !watched_.empty() && files.path(watched_.back().slot) == attribute.path;
    const auto slot = same ? watched_.back().slot : files.add(std::move(attribute.path));
    watched_.push_back({attribute.device, attribute.metric, attribute.parse, slot});
  }
}

void AttributeReader::read(KeptFiles& files, const Clock& clock, Samples& samples) const {
  UtcTime now;
  Result<std::string_view> text = std::string_view();
  std::optional<KeptFiles::Slot> read;
  for (const auto& watched : watched_) {
    if (read != watched.slot) {
      now = clock.now();
      text = files.text(watched.slot);
      read = watched.slot;
    }
    auto reading = text ? watched.parse(*text) : Reading(text.error());
    if (const auto* why = std::get_if<Error>(&reading); text && why != nullptr) {
      reading = why->during(files.path(watched.slot));
    }
    samples.push_back({watched.device, watched.metric, now, std::move(reading)});
  }
}

KeptAttributes::KeptAttributes(const Host& host)
    : host_(host), files_(host.files, open_file_limit() / kShareOfLimit) {}

Discovery KeptAttributes::finish(Survey& survey) {
  Attributes watched;
  auto discovery = survey.finish(watched);
  files_ = KeptFiles(host_.files, open_file_limit() / kShareOfLimit);
  reader_ = AttributeReader(std::move(watched), files_);
  return discovery;
}

Samples KeptAttributes::read() {
  Samples samples;
  samples.reserve(reader_.size());
  reader_.read(files_, host_.clock, samples);
  return samples;
}

}  // namespace rackproof
