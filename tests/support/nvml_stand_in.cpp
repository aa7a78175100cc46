// What every library since 2021 has; nvml_stand_in.h says how it behaves.

#include "tests/support/nvml_stand_in.h"

#include <iostream>

using namespace nvml_stand_in;

namespace {

/// Xids that wait; each is heard once.
int next_xid() {
  static int heard = 0;
  return is("xids") && heard < 3 ? heard++ : -1;
}

}  // namespace

extern "C" {

// NOLINTBEGIN(readability-identifier-naming)

int nvmlInit_v2() {
  if (is("hung_init")) {
    hang();
  }
  if (is("noisy")) {
    std::cout << "the library has something to say\n" << std::flush;
  }
  return is("no_driver") ? kDriverNotLoaded : kOk;
}

int nvmlShutdown() {
  return kOk;
}

int nvmlSystemGetDriverVersion(char* buffer, unsigned length) {
  return put_text(buffer, length, "580.65.06");
}

int nvmlSystemGetNVMLVersion(char* buffer, unsigned length) {
  return put_text(buffer, length, "13.580.65.06");
}

int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = kGpus;
  return kOk;
}

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Handle* device) {
  if (index >= kGpus) {
    return kBadArgument;
  }
  if (index == 1 && is("lost_early")) {
    return kLost;
  }
  *device = handle_of(index + 1);
  return kOk;
}

int nvmlDeviceGetPciInfo_v3(Handle device, void* info) {
  if (const int code = touch(device)) {
    return code;
  }
  put_pci(info, static_cast<unsigned>(number(device) - 1));
  return kOk;
}

int nvmlDeviceGetName(Handle device, char* buffer, unsigned length) {
  const int code = touch(device);
  return code != kOk ? code : put_text(buffer, length, "NVIDIA H200");
}

int nvmlDeviceGetUUID(Handle device, char* buffer, unsigned length) {
  if (const int code = touch(device)) {
    return code;
  }
  const bool part = number(device) > 10;
  return put_text(buffer, length, part ? "MIG-0000-stand-in" : "GPU-0000-stand-in");
}

int nvmlDeviceGetSerial(Handle device, char* buffer, unsigned length) {
  if (const int code = touch(device)) {
    return code;
  }
  return is("partly")
             ? kNotSupported
             : put_text(buffer, length, number(device) == 1 ? "1654724000001" : "1654724000002");
}

int nvmlDeviceGetVbiosVersion(Handle device, char* buffer, unsigned length) {
  const int code = touch(device);
  return code != kOk ? code : put_text(buffer, length, "96.00.BC.00.01");
}

int nvmlDeviceGetTemperature(Handle device, int sensor, unsigned* celsius) {
  if (const int code = touch(device)) {
    return code;
  }
  *celsius = 57;
  return sensor == 0 ? kOk : kBadArgument;
}

int nvmlDeviceGetTemperatureThreshold(Handle device, int which, unsigned* celsius) {
  if (const int code = touch(device)) {
    return code;
  }
  *celsius = 90 + static_cast<unsigned>(which);
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetPowerUsage(Handle device, unsigned* milliwatts) {
  if (const int code = touch(device)) {
    return code;
  }
  *milliwatts = 351500;
  return kOk;
}

int nvmlDeviceGetPowerManagementLimit(Handle device, unsigned* milliwatts) {
  if (const int code = touch(device)) {
    return code;
  }
  *milliwatts = 640000;
  return kOk;
}

int nvmlDeviceGetClockInfo(Handle device, int which, unsigned* megahertz) {
  if (const int code = touch(device)) {
    return code;
  }
  *megahertz = 1980 + static_cast<unsigned>(which);
  return kOk;
}

int nvmlDeviceGetMaxClockInfo(Handle device, int which, unsigned* megahertz) {
  if (const int code = touch(device)) {
    return code;
  }
  *megahertz = 3000 + static_cast<unsigned>(which);
  return kOk;
}

int nvmlDeviceGetCurrentClocksThrottleReasons(Handle device, unsigned long long* bits) {
  if (const int code = touch(device)) {
    return code;
  }
  *bits = is("partly") ? 0x2000ULL : 0x4ULL;
  return kOk;
}

int nvmlDeviceGetUtilizationRates(Handle device, void* rates) {
  if (const int code = touch(device)) {
    return code;
  }
  put<std::uint32_t>(rates, 0, 98);
  put<std::uint32_t>(rates, 4, 40);
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetMemoryInfo(Handle device, void* memory) {
  if (const int code = touch(device)) {
    return code;
  }
  const bool part = number(device) > 10;
  put<std::uint64_t>(memory, 0, part ? 18000000000U : 150754820096U);
  put<std::uint64_t>(memory, 8, 1);
  put<std::uint64_t>(memory, 16, part ? 5U : 2000000000U);
  return kOk;
}

int nvmlDeviceGetMemoryErrorCounter(Handle device, int type, int counter, int location,
                                    unsigned long long* count) {
  if (const int code = touch(device)) {
    return code;
  }
  *count = static_cast<unsigned long long>(100 * location + 10 * counter + type);
  const bool dram = location == 2;
  return is("partly") || !dram ? kNotSupported : kOk;
}

int nvmlDeviceGetNvLinkState(Handle device, unsigned link, int* state) {
  if (const int code = touch(device)) {
    return code;
  }
  if (link >= kLinks) {
    return link < 18 ? kNotSupported : kBadArgument;
  }
  *state = link == 1 && is("partly") ? 0 : 1;
  return kOk;
}

int nvmlDeviceGetNvLinkRemotePciInfo_v2(Handle device, unsigned link, void* info) {
  if (const int code = touch(device)) {
    return code;
  }
  put_pci(info, number(device) == 1 ? 1U : 0U);
  return link < kLinks ? kOk : kBadArgument;
}

int nvmlDeviceGetNvLinkRemoteDeviceType(Handle device, unsigned link, int* kind) {
  if (const int code = touch(device)) {
    return code;
  }
  *kind = 0;
  return link < kLinks ? kOk : kBadArgument;
}

int nvmlDeviceGetMigMode(Handle device, unsigned* current, unsigned* pending) {
  if (const int code = touch(device)) {
    return code;
  }
  *current = is("partly") && number(device) == 1 ? 1 : 0;
  *pending = *current;
  return kOk;
}

int nvmlDeviceGetMaxMigDeviceCount(Handle device, unsigned* count) {
  *count = 7;
  return touch(device);
}

int nvmlDeviceGetMigDeviceHandleByIndex(Handle device, unsigned index, Handle* part) {
  *part = handle_of(11 + index);
  return index < 2 ? touch(device) : kNotFound;
}

int nvmlDeviceGetGpuInstanceId(Handle part, unsigned* id) {
  *id = static_cast<unsigned>(number(part)) - 4;  // 7 and 8
  return kOk;
}

int nvmlDeviceGetComputeInstanceId(Handle, unsigned* id) {
  *id = 0;
  return kOk;
}

int nvmlEventSetCreate(Handle* set) {
  *set = handle_of(99);
  return kOk;
}

int nvmlEventSetFree(Handle) {
  return kOk;
}

int nvmlDeviceRegisterEvents(Handle device, unsigned long long kinds, Handle) {
  if (is("partly")) {
    return kNotSupported;
  }
  return kinds == 8 ? touch(device) : kBadArgument;
}

int nvmlEventSetWait_v2(Handle, void* event, unsigned) {
  const int next = next_xid();
  if (next < 0) {
    return kTimeout;
  }
  std::memset(event, 0, 32);
  put(event, 0, handle_of(next == 2 ? 1 : 2));
  put<std::uint64_t>(event, 8, 8);
  put<std::uint64_t>(event, 16, next == 2 ? 31U : 74U);
  return kOk;
}

// NOLINTEND(readability-identifier-naming)

}  // extern "C"
