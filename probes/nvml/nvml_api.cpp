#include "probes/nvml/nvml_api.h"

#include <algorithm>
#include <utility>

#include "probes/vendor/library_loader.h"

namespace rackproof::nvml {
namespace {

void take_system(vendor::LibraryLoader& loader, Api& api) {
  loader.take(api.init, "nvmlInit_v2");
  loader.take(api.shutdown, "nvmlShutdown");
  loader.take(api.driver_version, "nvmlSystemGetDriverVersion");
  loader.take(api.library_version, "nvmlSystemGetNVMLVersion");
  loader.take(api.count, "nvmlDeviceGetCount_v2");
  loader.take(api.handle, "nvmlDeviceGetHandleByIndex_v2");
  loader.take(api.event_set, "nvmlEventSetCreate");
  loader.take(api.event_set_free, "nvmlEventSetFree");
  loader.take(api.register_events, "nvmlDeviceRegisterEvents");
  loader.take(api.wait_event, "nvmlEventSetWait_v2");
}

void take_identity(vendor::LibraryLoader& loader, Api& api) {
  loader.take(api.pci, "nvmlDeviceGetPciInfo_v3");
  loader.take(api.name, "nvmlDeviceGetName");
  loader.take(api.uuid, "nvmlDeviceGetUUID");
  loader.take(api.serial, "nvmlDeviceGetSerial");
  loader.take(api.vbios, "nvmlDeviceGetVbiosVersion");
  loader.take(api.part_number, "nvmlDeviceGetBoardPartNumber");
  loader.take(api.inforom, "nvmlDeviceGetInforomImageVersion");
  loader.take(api.platform, "nvmlDeviceGetPlatformInfo");
  loader.take(api.fabric, "nvmlDeviceGetGpuFabricInfoV");
  loader.take(api.mig_mode, "nvmlDeviceGetMigMode");
  loader.take(api.mig_count, "nvmlDeviceGetMaxMigDeviceCount");
  loader.take(api.mig_handle, "nvmlDeviceGetMigDeviceHandleByIndex");
  loader.take(api.gpu_instance, "nvmlDeviceGetGpuInstanceId");
  loader.take(api.compute_instance, "nvmlDeviceGetComputeInstanceId");
}

void take_readings(vendor::LibraryLoader& loader, Api& api) {
  loader.take(api.field_values, "nvmlDeviceGetFieldValues");
  loader.take(api.temperature, "nvmlDeviceGetTemperatureV");
  loader.take(api.temperature_before, "nvmlDeviceGetTemperature");
  loader.take(api.margin, "nvmlDeviceGetMarginTemperature");
  loader.take(api.threshold, "nvmlDeviceGetTemperatureThreshold");
  loader.take(api.power, "nvmlDeviceGetPowerUsage");
  loader.take(api.power_limit, "nvmlDeviceGetPowerManagementLimit");
  loader.take(api.clock, "nvmlDeviceGetClockInfo");
  loader.take(api.clock_max, "nvmlDeviceGetMaxClockInfo");
  loader.take(api.clock_events, "nvmlDeviceGetCurrentClocksEventReasons");
  if (api.clock_events == nullptr) {  // its name before driver 535
    loader.take(api.clock_events, "nvmlDeviceGetCurrentClocksThrottleReasons");
  }
  loader.take(api.utilization, "nvmlDeviceGetUtilizationRates");
  loader.take(api.memory_v2, "nvmlDeviceGetMemoryInfo_v2");
  loader.take(api.memory, "nvmlDeviceGetMemoryInfo");
  loader.take(api.memory_errors, "nvmlDeviceGetMemoryErrorCounter");
  loader.take(api.sram_ecc, "nvmlDeviceGetSramEccErrorStatus");
  loader.take(api.row_histogram, "nvmlDeviceGetRowRemapperHistogram");
  loader.take(api.link_state, "nvmlDeviceGetNvLinkState");
  loader.take(api.link_remote_kind, "nvmlDeviceGetNvLinkRemoteDeviceType");
  loader.take(api.link_remote_pci, "nvmlDeviceGetNvLinkRemotePciInfo_v2");
}

struct Meaning {
  int code;
  ErrorKind kind;
  std::string_view words;
};

// The codes that are told apart (NVML API reference, nvmlReturn_t).
constexpr std::array kMeanings{
    Meaning{code::kUninitialised, ErrorKind::io, "the library is not initialised"},
    Meaning{code::kBadArgument, ErrorKind::unsupported, "this driver does not know the question"},
    Meaning{code::kNotSupported, ErrorKind::unsupported, "not supported by this device"},
    Meaning{code::kNoPermission, ErrorKind::denied, "no permission"},
    Meaning{code::kNotFound, ErrorKind::absent, "not found"},
    Meaning{code::kDriverNotLoaded, ErrorKind::absent, "the NVIDIA driver is not loaded"},
    Meaning{code::kTimeout, ErrorKind::timed_out, "the driver waited too long"},
    Meaning{code::kLibraryNotFound, ErrorKind::absent, "a library of the driver is not there"},
    Meaning{code::kFunctionNotFound, ErrorKind::unsupported, "this driver has no such function"},
    Meaning{code::kCorruptInforom, ErrorKind::malformed, "the InfoROM is corrupt"},
    Meaning{code::kGpuIsLost, ErrorKind::io, "GPU is lost"},
    Meaning{code::kResetRequired, ErrorKind::io, "GPU must be reset"},
    Meaning{code::kVersionMismatch, ErrorKind::unsupported, "library and driver do not match"},
    Meaning{code::kNoData, ErrorKind::absent, "no data"},
    Meaning{code::kArgumentVersionMismatch, ErrorKind::unsupported,
            "this driver does not know the structure's version"},
};

}  // namespace

Result<LoadedApi> load_api(const std::string& name) {
  auto library = Library::open(name);
  if (!library) {
    return std::move(library).error();
  }
  LoadedApi loaded{std::move(library).value(), {}, {}};
  vendor::LibraryLoader loader(loaded.library);
  take_system(loader, loaded.api);
  take_identity(loader, loaded.api);
  take_readings(loader, loaded.api);
  const auto& api = loaded.api;
  const bool enough = api.init != nullptr && api.shutdown != nullptr && api.count != nullptr &&
                      api.handle != nullptr && api.pci != nullptr;
  loaded.lacking = std::move(loader).lacking();
  if (!enough) {
    return Error{ErrorKind::unsupported,
                 name + ": too old; it lacks a function that everything else needs"};
  }
  return loaded;
}

Error error_of(int code, std::string_view what) {
  const auto known = std::ranges::find(kMeanings, code, &Meaning::code);
  const auto number = " (NVML " + std::to_string(code) + ")";
  if (known == kMeanings.end()) {
    return Error{ErrorKind::io, std::string(what) + ": failed" + number};
  }
  return Error{known->kind, std::string(what) + ": " + std::string(known->words) + number};
}

}  // namespace rackproof::nvml
