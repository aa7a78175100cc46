#include "probes/attribute_reader.h"

#include <utility>

#include "probes/machine/open_file_limit.h"

namespace rackproof {
namespace {

constexpr std::size_t kShareOfLimit = 16;

}  // namespace

AttributeReader::AttributeReader(Attributes attributes, KeptFiles& files) {
  watched_.reserve(attributes.size());
  for (auto& attribute : attributes) {
    const auto slot = files.add(attribute.path);
    watched_.push_back({std::move(attribute), slot});
  }
}

void AttributeReader::read(KeptFiles& files, const Clock& clock, Samples& samples) const {
  for (const auto& [attribute, slot] : watched_) {
    const auto now = clock.now();
    const auto text = files.text(slot);
    samples.push_back({attribute.device, attribute.metric, now,
                       text ? parsed(attribute, *text) : Reading(text.error())});
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
