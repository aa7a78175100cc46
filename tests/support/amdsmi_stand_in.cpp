// A library that behaves as amdsmi_stand_in.h says.

#include "tests/support/amdsmi_stand_in.h"

#include <array>
#include <iostream>

using namespace amdsmi_stand_in;

namespace {

struct Version {
  std::array<std::uint32_t, 4> words;
  const char* build;
};

Version version() {
  if (is("rocm62")) {
    return {{24, 6, 3, 0}, "24.6.3.0"};
  }
  if (is("twofold")) {
    return {{24, 7, 1, 0}, "24.7.1.0"};
  }
  if (is("rocm64")) {
    return {{25, 25, 3, 0}, "25.25.3.0"};
  }
  if (is("newer")) {
    return {{27, 0, 0, 0}, "27.0.0"};
  }
  if (is("two_tales")) {
    return {{26, 1, 0, 0}, "26.5.0"};
  }
  return is("grown") ? Version{{26, 3, 0, 0}, "26.3.0"} : Version{{26, 1, 0, 0}, "26.1.0"};
}

/// What a caller that does not know this version must never do.
void refuse_newer() {
  if (is("newer") || is("two_tales")) {
    std::abort();
  }
}

/// What every call on a processor does first.
unsigned touch(Handle processor) {
  refuse_newer();
  const auto which = number(processor);
  if (which != 1 && which != 2 && which != 11) {
    return kBadArgument;
  }
  return which == 2 && is("lost") ? kApiFailed : kOk;
}

void play_dead(Handle processor) {
  if (number(processor) == 2 && is("hung")) {
    hang();
  }
  if (number(processor) == 2 && is("crashes")) {
    std::abort();
  }
}

struct Event {
  std::uintptr_t processor;
  std::uint32_t kind;
  const char* message;
};

constexpr std::array kEvents{
    Event{1, 1, "PID: 4711  task name: train"},
    Event{11, 1, "PID: 4712  task name: train"},
    Event{2, 3, "reset sequence number: 1  reset cause: hang"},
    Event{2, 5, "a kind that was not asked for"},
    Event{2, 4, "reset sequence number: 1"},
};

}  // namespace

extern "C" {

// NOLINTBEGIN(readability-identifier-naming)

unsigned amdsmi_get_lib_version(void* info) {
  const auto known = version();
  std::memset(info, 0, 24);
  std::memcpy(info, known.words.data(), sizeof(known.words));
  put(info, 16, known.build);
  return kOk;
}

unsigned amdsmi_init(std::uint64_t flags) {
  refuse_newer();
  if (flags != 2) {
    return kBadArgument;
  }
  if (is("hung_init")) {
    hang();
  }
  if (is("noisy")) {
    std::cout << "\tESMI Not initialized, drivers not found \n" << std::flush;
  }
  return is("no_driver") ? kDriverNotLoaded : kOk;
}

unsigned amdsmi_shut_down() {
  return kOk;
}

unsigned amdsmi_get_socket_handles(std::uint32_t* count, Handle* handles) {
  refuse_newer();
  const std::uint32_t room = *count;
  *count = room < 2 ? room : 2;
  for (std::uint32_t i = 0; i < *count; ++i) {
    handles[i] = handle_of(101 + i);
  }
  return kOk;
}

unsigned amdsmi_get_processor_handles(Handle socket, std::uint32_t* count, Handle* handles) {
  refuse_newer();
  const bool first = number(socket) == 101;
  const std::uint32_t there = first ? 2 : 1;
  *count = *count < there ? *count : there;
  handles[0] = handle_of(first ? 1 : 2);
  if (*count == 2) {
    handles[1] = handle_of(11);
  }
  return kOk;
}

unsigned amdsmi_get_gpu_device_bdf(Handle processor, std::uint64_t* bdf) {
  const auto code = touch(processor);
  const std::uint64_t bus = number(processor) == 2 ? 0x5d : 0x3b;
  *bdf = (bus << 8U) | (number(processor) == 11 ? 1U : 0U);
  return code;
}

unsigned amdsmi_get_gpu_asic_info(Handle processor, void* info) {
  if (const auto code = touch(processor); code != kOk) {
    return code;
  }
  play_dead(processor);
  std::memset(info, 0, age() == Age::short_texts ? 448 : 896);
  put_text(info, 0, 256, is("blank") ? "N/A" : "AMD Instinct MI300X");
  return kOk;
}

unsigned amdsmi_get_gpu_vbios_info(Handle processor, void* info) {
  if (const auto code = touch(processor); code != kOk) {
    return code;
  }
  const std::string_view name = is("blank") ? "N/A" : "AMD MI300X_HW_SRIOV_CVS_1VF";
  const std::string_view date = is("blank") ? "" : "2024/06/05 12:13";
  const std::string_view text = is("blank") ? "N/A" : "022.040.003.041.000001";
  switch (age()) {
    case Age::short_texts:
      put_text(info, 0, 64, name);
      put_text(info, 64, 32, date);
      put_text(info, 160, 32, text);
      break;
    case Age::long_texts:
      put_text(info, 0, 256, name);
      put_text(info, 256, 32, date);
      put_text(info, 544, 256, text);
      break;
    case Age::release_26:
      put_text(info, 0, 256, name);
      put_text(info, 256, 256, date);
      put_text(info, 768, 256, text);
      put_text(info, 1024, 256, is("blank") ? "" : "022.002.001.027.000001");
      break;
  }
  if (is("grown")) {
    put_text(info, 1568, 256, "a member that came later");
  }
  return kOk;
}

unsigned amdsmi_get_gpu_vram_info(Handle processor, void* info) {
  if (const auto code = touch(processor); code != kOk) {
    return code;
  }
  const bool release_26 = age() == Age::release_26;
  std::memset(info, 0, release_26 ? 584 : 64);
  put<std::uint32_t>(info, 0, is("blank") ? 0U : 4U);
  const bool has_width = !is("rocm62");  // one of the two that are 24.6.3 does not
  if (has_width) {
    put<std::uint32_t>(info, release_26 ? 272 : 16, is("blank") ? 0xFFFFFFFFU : 8192U);
  }
  return kOk;
}

unsigned amdsmi_get_gpu_bad_page_threshold(Handle processor, std::uint32_t* pages) {
  if (const auto code = touch(processor); code != kOk) {
    return code;
  }
  if (is("user")) {
    return kNotSupported;
  }
  if (!is("blank")) {  // success, and nothing written
    *pages = 256;
  }
  return kOk;
}

unsigned amdsmi_init_gpu_event_notification(Handle processor) {
  const auto code = touch(processor);
  return code == kOk && is("user") ? kFileError : code;
}

unsigned amdsmi_set_gpu_event_notification_mask(Handle processor, std::uint64_t mask) {
  const auto code = touch(processor);
  return code == kOk && mask != 0xF ? kBadArgument : code;
}

unsigned amdsmi_get_gpu_event_notification(int timeout, std::uint32_t* count, void* event) {
  static std::size_t heard = 0;
  refuse_newer();
  const bool grown = is("grown");
  if (timeout != 0 || *count != 1) {
    std::abort();
  }
  if (!grown && (!is("events") || heard == kEvents.size())) {
    *count = 0;
    return kNoData;
  }
  const auto& next = kEvents.at(grown ? 0 : heard++);
  put(event, 0, next.processor);
  put(event, 8, next.kind);
  put_text(event, 12, grown ? 512 : 256, next.message);
  return kOk;
}

// NOLINTEND(readability-identifier-naming)

}  // extern "C"
