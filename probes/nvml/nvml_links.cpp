#include "probes/nvml/nvml_pass.h"
#include "schemas/catalogue.h"

namespace rackproof::nvml {
namespace {

using metrics::named;

/// What is at the other end, by nvmlDeviceGetNvLinkRemoteDeviceType.
std::string remote_kind(int kind) {
  switch (kind) {
    case 0:
      return "gpu";
    case 1:
      return "npu";
    case 2:
      return "switch";
    default:
      return "unknown";
  }
}

Facts remote_end(DevicePass& pass, unsigned link) {
  Facts facts;
  int kind = 0;
  if (pass.call.ask("nvmlDeviceGetNvLinkRemoteDeviceType", pass.api.link_remote_kind, link,
                    &kind)) {
    facts["remote_kind"] = remote_kind(kind);
  }
  PciInfo info;
  if (pass.call.ask("nvmlDeviceGetNvLinkRemotePciInfo_v2", pass.api.link_remote_pci, link, &info)) {
    facts["remote_pci_address"] = address_of(info);
  }
  return facts;
}

/// A number that this GPU has no link for. An old library answers "bad argument" beyond its own
/// last number.
bool is_no_link(const Result<void>& asked) {
  return !asked &&
         (asked.error().kind == ErrorKind::unsupported || asked.error().kind == ErrorKind::absent);
}

struct LinkCount {
  std::int64_t all = 0;
  std::int64_t active = 0;
};

void read_link(DevicePass& pass, unsigned link, LinkCount& count) {
  int state = 0;
  const auto asked = pass.call.ask("nvmlDeviceGetNvLinkState", pass.api.link_state, link, &state);
  if (is_no_link(asked)) {
    return;
  }
  ++count.all;
  count.active += asked && state == 1 ? 1 : 0;
  const auto at = "/nvlink:" + std::to_string(link);
  pass.reply.parts.push_back({at, DeviceKind::accelerator_link, remote_end(pass, link)});
  pass.put(at, named("accelerator_link_active"), asked, state == 1 ? 1U : 0U);
  read_fields_of(pass, link_fields(), at, link);
}

}  // namespace

void read_links(DevicePass& pass) {
  constexpr auto kAll = named("nvidia_nvlinks_count");
  constexpr auto kActive = named("nvidia_nvlinks_active_count");
  LinkCount count;
  for (unsigned link = 0; link < kMostLinks && !pass.call.gone(); ++link) {
    read_link(pass, link, count);
  }
  if (pass.call.gone()) {
    pass.put("", kAll, *pass.call.gone());
    pass.put("", kActive, *pass.call.gone());
  } else if (pass.api.link_state == nullptr) {
    const Error why{ErrorKind::unsupported,
                    "nvmlDeviceGetNvLinkState: not in this driver's library"};
    pass.put("", kAll, why);
    pass.put("", kActive, why);
  } else {
    pass.put("", kAll, count.all);
    pass.put("", kActive, count.active);
  }
}

}  // namespace rackproof::nvml
