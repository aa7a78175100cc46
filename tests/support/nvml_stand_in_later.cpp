// What later libraries have and the old one does not.

#include "tests/support/nvml_stand_in.h"

using namespace nvml_stand_in;

extern "C" {

// NOLINTBEGIN(readability-identifier-naming)

int nvmlDeviceGetCurrentClocksThrottleReasons(Handle device, unsigned long long* bits);

int nvmlDeviceGetTemperatureV(Handle device, void* temperature) {
  if (number(device) == 2 && is("hung")) {
    hang();
  }
  if (number(device) == 2 && is("crashes")) {
    ::_exit(9);
  }
  if (const int code = touch(device)) {
    return code;
  }
  if (get<std::uint32_t>(temperature, 0) != 0x0100000cU) {
    return kVersionMismatch;
  }
  put<std::int32_t>(temperature, 8, 58);
  return kOk;
}

int nvmlDeviceGetMarginTemperature(Handle device, void* margin) {
  if (const int code = touch(device)) {
    return code;
  }
  put<std::int32_t>(margin, 4, 29);
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetPlatformInfo(Handle device, void* info) {
  if (const int code = touch(device)) {
    return code;
  }
  if (get<std::uint32_t>(info, 0) != 0x0200002cU) {
    return kVersionMismatch;
  }
  std::memcpy(static_cast<char*>(info) + 20, "CHASSIS-0042", 13);
  put<std::uint8_t>(info, 36, 3);
  put<std::uint8_t>(info, 37, 5);
  put<std::uint8_t>(info, 38, 1);
  put<std::uint8_t>(info, 40, static_cast<std::uint8_t>(number(device)));
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetCurrentClocksEventReasons(Handle device, unsigned long long* bits) {
  return nvmlDeviceGetCurrentClocksThrottleReasons(device, bits);
}

int nvmlDeviceGetMemoryInfo_v2(Handle device, void* memory) {
  if (const int code = touch(device)) {
    return code;
  }
  if (get<std::uint32_t>(memory, 0) != 0x02000028U) {
    return kVersionMismatch;
  }
  put<std::uint64_t>(memory, 8, 150754820096U);
  put<std::uint64_t>(memory, 16, 600000000U);
  put<std::uint64_t>(memory, 24, 1);
  put<std::uint64_t>(memory, 32, 1000000000U);
  return kOk;
}

int nvmlDeviceGetSramEccErrorStatus(Handle device, void* status) {
  if (const int code = touch(device)) {
    return code;
  }
  if (get<std::uint32_t>(status, 0) != 0x01000068U) {
    return kVersionMismatch;
  }
  for (std::size_t i = 0; i < 6; ++i) {
    put<std::uint64_t>(status, 8 + 8 * i, i + 1);
  }
  put<std::uint32_t>(status, 96, 1);
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetRowRemapperHistogram(Handle device, void* banks) {
  if (const int code = touch(device)) {
    return code;
  }
  put<std::uint32_t>(banks, 0, 2559);
  put<std::uint32_t>(banks, 4, 1);
  for (std::size_t i = 2; i < 5; ++i) {
    put<std::uint32_t>(banks, 4 * i, 0);
  }
  return is("partly") ? kNotSupported : kOk;
}

int nvmlDeviceGetGpuFabricInfoV(Handle device, void* info) {
  if (const int code = touch(device)) {
    return code;
  }
  const auto version = get<std::uint32_t>(info, 0);
  if (version != 0x02000024U) {
    return kVersionMismatch;  // a driver that knows version 2 only
  }
  put<std::uint32_t>(info, 24, 42);
  put<std::uint8_t>(info, 28, static_cast<std::uint8_t>(is("partly") ? 0 : 3));
  return kOk;
}

// NOLINTEND(readability-identifier-naming)

}  // extern "C"
