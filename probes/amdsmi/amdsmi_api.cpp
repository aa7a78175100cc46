#include "probes/amdsmi/amdsmi_api.h"

#include <algorithm>
#include <array>
#include <utility>

#include "probes/vendor/library_loader.h"

namespace rackproof::amdsmi {
namespace {

// The number at its end is that of the interface: 24 until ROCm 6.3, 25 in 6.4, 26 in 7.
constexpr std::array kPlaces{"libamd_smi.so.26", "libamd_smi.so.25", "libamd_smi.so.24",
                             "libamd_smi.so", "/opt/rocm/lib/libamd_smi.so"};

Result<Library> open_library(const std::string& name) {
  if (!name.empty()) {
    return Library::open(name);
  }
  for (const auto* place : kPlaces) {
    auto library = Library::open(place);
    if (library) {
      return library;
    }
  }
  return Error{ErrorKind::absent,
               "libamd_smi.so is neither where the loader looks nor in /opt/rocm/lib"};
}

struct Meaning {
  unsigned code;
  ErrorKind kind;
  std::string_view words;
};

// The codes that are told apart (amdsmi_status_t).
constexpr std::array kMeanings{
    Meaning{code::kBadArgument, ErrorKind::unsupported, "the library does not know the question"},
    Meaning{code::kNotSupported, ErrorKind::unsupported,
            "not supported by this device or driver, or only for root"},
    Meaning{code::kNotImplemented, ErrorKind::unsupported, "not implemented"},
    Meaning{code::kTimeout, ErrorKind::timed_out, "the driver waited too long"},
    Meaning{code::kNoPermission, ErrorKind::denied, "no permission"},
    Meaning{code::kFileError, ErrorKind::io, "a file of the driver could not be opened or read"},
    Meaning{code::kNotFound, ErrorKind::absent, "not found"},
    Meaning{code::kDriverNotLoaded, ErrorKind::absent, "the amdgpu driver is not loaded"},
    Meaning{code::kNoData, ErrorKind::absent, "no data"},
    Meaning{code::kUnexpectedSize, ErrorKind::malformed, "the driver gave an unexpected size"},
    Meaning{code::kUnexpectedData, ErrorKind::malformed, "the driver gave unexpected data"},
};

}  // namespace

Result<LoadedApi> load_api(const std::string& name) {
  auto library = open_library(name);
  if (!library) {
    return std::move(library).error();
  }
  LoadedApi loaded{std::move(library).value(), {}, {}};
  auto& api = loaded.api;
  vendor::LibraryLoader loader(loaded.library);
  loader.take(api.version, "amdsmi_get_lib_version");
  loader.take(api.init, "amdsmi_init");
  loader.take(api.shut_down, "amdsmi_shut_down");
  loader.take(api.sockets, "amdsmi_get_socket_handles");
  loader.take(api.processors, "amdsmi_get_processor_handles");
  loader.take(api.bdf, "amdsmi_get_gpu_device_bdf");
  loader.take(api.asic, "amdsmi_get_gpu_asic_info");
  loader.take(api.vbios, "amdsmi_get_gpu_vbios_info");
  loader.take(api.memory, "amdsmi_get_gpu_vram_info");
  loader.take(api.page_threshold, "amdsmi_get_gpu_bad_page_threshold");
  loader.take(api.start_events, "amdsmi_init_gpu_event_notification");
  loader.take(api.mask_events, "amdsmi_set_gpu_event_notification_mask");
  loader.take(api.next_events, "amdsmi_get_gpu_event_notification");
  loaded.lacking = std::move(loader).lacking();
  const bool usable = api.version != nullptr && api.init != nullptr && api.shut_down != nullptr &&
                      api.sockets != nullptr && api.processors != nullptr && api.bdf != nullptr;
  if (!usable) {
    return Error{ErrorKind::unsupported,
                 "the library lacks " + loaded.lacking.front() + ": this is no amd-smi of 24 on"};
  }
  return loaded;
}

Error error_of(unsigned code, std::string_view what) {
  const auto found = std::ranges::find(kMeanings, code, &Meaning::code);
  const bool known = found != kMeanings.end();
  return {known ? found->kind : ErrorKind::io, std::string(what) + ": " +
                                                   std::string(known ? found->words : "failed") +
                                                   " (amd-smi " + std::to_string(code) + ")"};
}

}  // namespace rackproof::amdsmi
