// A document that any decoder accepts comes out of its encoder as bytes that decode to the same
// document.

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "schemas/json/event_json.h"
#include "schemas/json/inventory_json.h"
#include "schemas/json/manifest_json.h"
#include "schemas/json/order_json.h"
#include "schemas/json/report_json.h"
#include "schemas/json/run_record_json.h"

using namespace rackproof;

namespace {

template <typename T, typename Encode, typename Decode>
void round_trip(const Result<T>& first, Encode encode, Decode decode) {
  if (!first) {
    return;
  }
  const auto second = decode(encode(*first));
  if (!second || !(*second == *first)) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  round_trip(decode_inventory(bytes), encode_inventory, decode_inventory);
  round_trip(decode_manifest(bytes), encode_manifest, decode_manifest);
  round_trip(decode_events(bytes), encode_events, decode_events);
  round_trip(
      decode_run_record_statement(bytes),
      [](const auto& s) { return encode_run_record_statement(s.record, s.subjects); },
      decode_run_record_statement);
  round_trip(decode_order_statement(bytes), encode_order_statement, decode_order_statement);
  round_trip(
      decode_report_statement(bytes),
      [](const auto& s) { return encode_report_statement(s.report, s.subjects); },
      decode_report_statement);
  return 0;
}
