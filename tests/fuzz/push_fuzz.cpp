// Whatever the other end of a push answers, it is judged, in printable words and within bounds;
// and whatever stands in a spool's file, a head or a mark that is read out of it is what would be
// written.

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "probes/sinks/protobuf.h"
#include "probes/sinks/push_verdict.h"
#include "probes/sinks/spool_record.h"
#include "schemas/encoding.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void check_answer(std::string_view bytes, int status) {
  HttpAnswer answer;
  answer.status = status;
  answer.body = bytes;
  answer.headers = {{"Retry-After", std::string(bytes)}};
  const UtcTime now{std::chrono::seconds(1795238220)};
  for (const auto judge : {judge_push, judge_otlp}) {
    const auto verdict = judge(answer, now);
    require(is_utf8(verdict.words) && verdict.words.size() < 1000);
    require(verdict.at_least.count() >= 0 && verdict.at_least <= std::chrono::hours(1));
    require(verdict.samples_refused >= 0);
  }
}

void check_spool(std::string_view bytes) {
  if (const auto head = decode_spool_head(bytes)) {
    require(encode_spool_head(*head) == bytes.substr(0, kSpoolHeadBytes));
  }
  if (const auto mark = decode_spool_mark(bytes)) {
    require(encode_spool_mark(*mark) == bytes.substr(0, kSpoolMarkBytes));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  for (const int status : {200, 400, 429, 503}) {
    check_answer(bytes, status);
  }
  check_spool(bytes);
  auto rest = bytes;
  while (const auto field = protobuf::take_field(rest)) {
    require(field->bytes.size() <= size);
  }
  return 0;
}
