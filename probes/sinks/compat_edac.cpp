#include "probes/sinks/compat_edac.h"

#include "schemas/text.h"

namespace rackproof::compat {
namespace {

/// "mc0", "csrow2", "ch1" of an id; an empty part is one that is not there.
struct EdacPlace {
  std::string_view controller;
  std::string_view csrow;
  std::string_view channel;
};

std::optional<EdacPlace> edac_place(const Device& device) {
  const auto rest = after(device.id, "node/edac:mc");
  if (!rest) {
    return std::nullopt;
  }
  const auto parts = split(*rest, '/');
  const auto row = parts.size() > 1 ? after(parts[1], "csrow") : std::nullopt;
  const auto channel = parts.size() > 2 ? after(parts[2], "ch") : std::nullopt;
  return EdacPlace{parts[0], row.value_or(""), channel.value_or("")};
}

}  // namespace

LabelText edac_controller(const Device& device, const CompatContext&) {
  const auto place = edac_place(device);
  return place ? LabelText(labels({{"controller", place->controller}})) : std::nullopt;
}

LabelText edac_unknown_row(const Device& device, const CompatContext&) {
  const auto place = edac_place(device);
  return place ? LabelText(labels({{"controller", place->controller}, {"csrow", "unknown"}}))
               : std::nullopt;
}

LabelText edac_csrow(const Device& device, const CompatContext&) {
  const auto place = edac_place(device);
  if (!place || place->csrow.empty()) {
    return std::nullopt;
  }
  return labels({{"controller", place->controller}, {"csrow", place->csrow}});
}

LabelText edac_channel(const Device& device, const CompatContext&) {
  const auto place = edac_place(device);
  if (!place || place->channel.empty()) {
    return std::nullopt;
  }
  return labels({{"channel", place->channel},
                 {"controller", place->controller},
                 {"csrow", place->csrow},
                 {"dimm_label", device.position}});
}

}  // namespace rackproof::compat
