#include "probes/attribute_reader.h"

#include <utility>

namespace rackproof {

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

}  // namespace rackproof
