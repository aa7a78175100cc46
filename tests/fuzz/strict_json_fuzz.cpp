// Whatever the strict reader accepts, the writer must give back in bytes that read as the same
// value; whatever it refuses, it must refuse with a sentence.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "schemas/json/json_writer.h"
#include "schemas/json/strict_json.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto json = parse_strict_json(bytes, {.bytes = 1U << 20, .depth = 64});
  if (!json) {
    require(!json.error().message.empty());
    return 0;
  }
  const auto written = write_json(*json);
  const auto again = parse_strict_json(written);
  require(again.has_value());
  require(*again == *json && write_json(*again) == written);
  const auto line = parse_strict_json(write_json_line(*json));
  require(line && write_json(*line) == written);
  return 0;
}
