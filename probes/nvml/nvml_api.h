#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "probes/machine/library.h"
#include "schemas/result.h"

/// NVIDIA's management library as it is called here: our own declarations of its binary interface
/// on 64-bit little-endian Linux, after its API version 13. Called in a child process only
/// (nvml_child.h): a call on a GPU that is lost may never come back. Nothing here sets anything.
namespace rackproof::nvml {

using DeviceRef = void*;    ///< The library's own; good until it is shut.
using EventSetRef = void*;  ///< Ours from event_set() to event_set_free().

/// What every call returns (nvmlReturn_t, four bytes).
namespace code {
inline constexpr int kOk = 0;
inline constexpr int kUninitialised = 1;
inline constexpr int kBadArgument = 2;
inline constexpr int kNotSupported = 3;
inline constexpr int kNoPermission = 4;
inline constexpr int kNotFound = 6;
inline constexpr int kDriverNotLoaded = 9;
inline constexpr int kTimeout = 10;
inline constexpr int kLibraryNotFound = 12;
inline constexpr int kFunctionNotFound = 13;
inline constexpr int kCorruptInforom = 14;
inline constexpr int kGpuIsLost = 15;
inline constexpr int kResetRequired = 16;
inline constexpr int kVersionMismatch = 18;
inline constexpr int kNoData = 21;
inline constexpr int kArgumentVersionMismatch = 25;
}  // namespace code

/// First word of a structure that has versions: its size and its version.
template <typename T>
constexpr std::uint32_t version_word(std::uint32_t version) {
  return static_cast<std::uint32_t>(sizeof(T)) | (version << 24U);
}

/// One value of nvmlDeviceGetFieldValues; `scope` is the link for fields of links.
struct FieldValue {
  std::uint32_t id = 0;
  std::uint32_t scope = 0;
  std::int64_t timestamp_us = 0;
  std::int64_t latency_us = 0;
  std::uint32_t type = 0;  ///< 0 double, 1 u32, 2 unsigned long, 3 u64, 4 i64, 5 i32, 6 u16.
  std::int32_t code = 0;   ///< As a call's.
  std::array<std::byte, 8> bytes{};
};
static_assert(sizeof(FieldValue) == 40 && offsetof(FieldValue, type) == 24 &&
              offsetof(FieldValue, bytes) == 32);

struct PciInfo {
  std::array<char, 16> legacy_address{};
  std::uint32_t domain = 0;
  std::uint32_t bus = 0;
  std::uint32_t device = 0;
  std::uint32_t device_id = 0;     ///< Device in the high half, vendor in the low one.
  std::uint32_t subsystem_id = 0;  ///< The same of the board.
  std::array<char, 32> address{};
};
static_assert(sizeof(PciInfo) == 68 && offsetof(PciInfo, device_id) == 28 &&
              offsetof(PciInfo, address) == 36);

struct Memory {
  std::uint64_t total = 0;
  std::uint64_t free = 0;
  std::uint64_t used = 0;  ///< With what the driver keeps for itself.
};
static_assert(sizeof(Memory) == 24);

struct MemoryV2 {
  std::uint32_t version = 0;
  std::uint64_t total = 0;
  std::uint64_t reserved = 0;
  std::uint64_t free = 0;
  std::uint64_t used = 0;  ///< Without it.
};
static_assert(sizeof(MemoryV2) == 40 && offsetof(MemoryV2, total) == 8 &&
              version_word<MemoryV2>(2) == 0x02000028);

struct EventData {
  DeviceRef device = nullptr;
  std::uint64_t type = 0;
  std::uint64_t data = 0;  ///< The XID.
  std::uint32_t gpu_instance = 0;
  std::uint32_t compute_instance = 0;
};
static_assert(sizeof(EventData) == 32 && offsetof(EventData, data) == 16);

/// Banks by how many spare rows they have left.
struct RowHistogram {
  std::uint32_t max = 0;
  std::uint32_t high = 0;
  std::uint32_t partial = 0;
  std::uint32_t low = 0;
  std::uint32_t none = 0;
};
static_assert(sizeof(RowHistogram) == 20);

struct SramEcc {
  std::uint32_t version = 0;
  std::uint64_t aggregate_parity = 0;
  std::uint64_t aggregate_secded = 0;
  std::uint64_t aggregate_corrected = 0;
  std::uint64_t volatile_parity = 0;
  std::uint64_t volatile_secded = 0;
  std::uint64_t volatile_corrected = 0;
  std::array<std::uint64_t, 5> buckets{};  ///< By unit; not read.
  std::uint32_t threshold_exceeded = 0;
};
static_assert(sizeof(SramEcc) == 104 && offsetof(SramEcc, volatile_parity) == 32 &&
              offsetof(SramEcc, threshold_exceeded) == 96 &&
              version_word<SramEcc>(1) == 0x01000068);

struct FabricInfo {
  std::uint32_t version = 0;
  std::array<unsigned char, 16> cluster_uuid{};
  std::int32_t status = 0;  ///< A return code.
  std::uint32_t clique = 0;
  std::uint8_t state = 0;  ///< 0 not supported, 1 not started, 2 in progress, 3 completed.
  std::uint32_t health_mask = 0;
  std::uint8_t health = 0;  ///< 0 not known, 1 healthy, 2 unhealthy, 3 limited.
};
static_assert(sizeof(FabricInfo) == 40 && offsetof(FabricInfo, status) == 20 &&
              offsetof(FabricInfo, health_mask) == 32 && offsetof(FabricInfo, health) == 36 &&
              version_word<FabricInfo>(3) == 0x03000028);

struct Temperature {
  std::uint32_t version = 0;
  std::uint32_t sensor = 0;  ///< 0: the GPU.
  std::int32_t celsius = 0;
};
static_assert(version_word<Temperature>(1) == 0x0100000c);

struct MarginTemperature {
  std::uint32_t version = 0;
  std::int32_t celsius = 0;
};
static_assert(version_word<MarginTemperature>(1) == 0x01000008);

/// Where in the rack the GPU sits, as it says itself.
struct PlatformInfo {
  std::uint32_t version = 0;
  std::array<unsigned char, 16> ib_guid{};
  std::array<unsigned char, 16> chassis_serial{};
  std::uint8_t slot = 0;
  std::uint8_t tray = 0;
  std::uint8_t host = 0;
  std::uint8_t peer_type = 0;
  std::uint8_t module = 0;
};
static_assert(sizeof(PlatformInfo) == 44 && offsetof(PlatformInfo, chassis_serial) == 20 &&
              offsetof(PlatformInfo, slot) == 36 && offsetof(PlatformInfo, module) == 40 &&
              version_word<PlatformInfo>(2) == 0x0200002c);

struct Utilization {
  std::uint32_t gpu = 0;     ///< Per cent of time.
  std::uint32_t memory = 0;  ///< The same, of the memory's controller.
};
static_assert(sizeof(Utilization) == 8);

/// The functions; null: this driver's library does not have it.
struct Api {
  using Text = int (*)(DeviceRef, char*, unsigned);
  using Number = int (*)(DeviceRef, unsigned*);
  using NumberOf = int (*)(DeviceRef, int, unsigned*);
  using OfLink = int (*)(DeviceRef, unsigned, int*);

  int (*init)() = nullptr;
  int (*shutdown)() = nullptr;
  int (*driver_version)(char*, unsigned) = nullptr;
  int (*library_version)(char*, unsigned) = nullptr;
  int (*count)(unsigned*) = nullptr;
  int (*handle)(unsigned, DeviceRef*) = nullptr;
  int (*pci)(DeviceRef, PciInfo*) = nullptr;
  Text name = nullptr;
  Text uuid = nullptr;
  Text serial = nullptr;
  Text vbios = nullptr;
  Text part_number = nullptr;
  Text inforom = nullptr;
  int (*platform)(DeviceRef, PlatformInfo*) = nullptr;
  int (*field_values)(DeviceRef, int, FieldValue*) = nullptr;
  int (*temperature)(DeviceRef, Temperature*) = nullptr;
  NumberOf temperature_before = nullptr;  ///< Of a sensor; deprecated in 13.
  int (*margin)(DeviceRef, MarginTemperature*) = nullptr;
  NumberOf threshold = nullptr;  ///< 0 shutdown, 1 slowdown, 2 memory max, 3 GPU max.
  Number power = nullptr;        ///< mW; average or instant, by chip.
  Number power_limit = nullptr;
  NumberOf clock = nullptr;  ///< MHz; 0 graphics, 1 SM, 2 memory, 3 video.
  NumberOf clock_max = nullptr;
  int (*clock_events)(DeviceRef, std::uint64_t*) = nullptr;
  int (*utilization)(DeviceRef, Utilization*) = nullptr;
  int (*memory_v2)(DeviceRef, MemoryV2*) = nullptr;
  int (*memory)(DeviceRef, Memory*) = nullptr;
  /// Type 0 corrected, 1 uncorrected; counter 0 volatile, 1 aggregate; location 2 DRAM, 7 SRAM.
  int (*memory_errors)(DeviceRef, int, int, int, std::uint64_t*) = nullptr;
  int (*sram_ecc)(DeviceRef, SramEcc*) = nullptr;
  int (*row_histogram)(DeviceRef, RowHistogram*) = nullptr;
  OfLink link_state = nullptr;        ///< 1: active.
  OfLink link_remote_kind = nullptr;  ///< 0 GPU, 1 NPU, 2 switch.
  int (*link_remote_pci)(DeviceRef, unsigned, PciInfo*) = nullptr;
  int (*mig_mode)(DeviceRef, unsigned*, unsigned*) = nullptr;
  Number mig_count = nullptr;  ///< How many there can be.
  int (*mig_handle)(DeviceRef, unsigned, DeviceRef*) = nullptr;
  Number gpu_instance = nullptr;
  Number compute_instance = nullptr;
  int (*fabric)(DeviceRef, FabricInfo*) = nullptr;
  int (*event_set)(EventSetRef*) = nullptr;
  int (*event_set_free)(EventSetRef) = nullptr;
  int (*register_events)(DeviceRef, std::uint64_t, EventSetRef) = nullptr;
  int (*wait_event)(EventSetRef, EventData*, unsigned) = nullptr;
};

inline constexpr std::string_view kLibraryName = "libnvidia-ml.so.1";
inline constexpr unsigned kMostLinks = 36;       ///< Of one GPU, in API version 13.
inline constexpr std::uint64_t kXidEvent = 0x8;  ///< Among the kinds of events.

/// The library, open, and what it offers. The functions must not outlive it.
struct LoadedApi {
  Library library;
  Api api;
  std::vector<std::string> lacking;  ///< Names of the functions that this release has no more or
                                     ///< not yet.
};

/// Opens `name` as dlopen takes it. Error{absent}: no such library here. Error{unsupported}: it
/// lacks one of the few functions without which nothing can be read.
Result<LoadedApi> load_api(const std::string& name);

/// What a return code other than kOk means: "nvmlDeviceGetSerial: GPU is lost (NVML 15)".
Error error_of(int code, std::string_view what);

/// After these no further question to the device is of use, and each one may hang.
[[nodiscard]] constexpr bool is_gone(int code) {
  return code == code::kGpuIsLost || code == code::kResetRequired;
}

}  // namespace rackproof::nvml
