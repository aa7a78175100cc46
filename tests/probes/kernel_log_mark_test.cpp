#include "probes/kmsg/kernel_log_mark.h"

#include <string>

#include <catch2/catch.hpp>

using namespace rackproof;

namespace {

Event record(std::uint64_t sequence, const std::string& source = "kmsg") {
  return {"node", UtcTime{}, source, "log_record", Severity::info, "line", sequence};
}

}  // namespace

TEST_CASE("kernel log mark: it is read back as it was written", "[probes][kmsg]") {
  const KernelLogMark mark{.newest = 1200, .open = {7, 1100}};
  CHECK(format_mark("boot-1", mark) == "boot-1 1200 7 1100");
  CHECK(parse_mark("boot-1 1200 7 1100", "boot-1") == mark);
  CHECK(parse_mark("boot-1 0", "boot-1") == KernelLogMark{.newest = 0, .open = {}});
}

TEST_CASE("kernel log mark: what another boot was told, or a note that is none, counts for nothing",
          "[probes][kmsg]") {
  CHECK(parse_mark("boot-1 1200 7", "boot-2") == KernelLogMark());
  CHECK(parse_mark("", "boot-1") == KernelLogMark());
  CHECK(parse_mark("boot-1", "boot-1") == KernelLogMark());
  CHECK(parse_mark("boot-1 12 x", "boot-1") == KernelLogMark());
  CHECK(parse_mark("boot-1 -1", "boot-1") == KernelLogMark());
}

TEST_CASE(
    "kernel log mark: what was told is taken out, and open claims are given to be heard again",
    "[probes][kmsg]") {
  const KernelLogMark mark{.newest = 3, .open = {2}};
  Events events{record(1), record(2), record(3, "user"), record(4), record(2, "neuron")};

  const auto again = mark.take_told(events);

  CHECK(again == Events{record(2)});
  CHECK(events == Events{record(4), record(2, "neuron")});
}

TEST_CASE("kernel log mark: record 0 is told anew where nothing was told, and else not",
          "[probes][kmsg]") {
  Events events{record(0), record(1)};
  CHECK(KernelLogMark().take_told(events).empty());
  CHECK(events.size() == 2);
  CHECK(KernelLogMark{.newest = 0, .open = {}}.take_told(events).empty());
  CHECK(events == Events{record(1)});
}
