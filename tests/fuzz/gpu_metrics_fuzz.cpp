// Whatever amdgpu's gpu_metrics and RAS files hold, each number that comes out is finite, in the
// range of its quantity and of a field of the table; everything else is a reason in printable
// words.

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "probes/amdgpu/amdgpu_parse.h"
#include "probes/amdgpu/gpu_metrics.h"
#include "schemas/encoding.h"

using namespace rackproof;

namespace {

void require(bool condition) {
  if (!condition) {
    std::abort();
  }
}

void require_words(const Error& why) {
  require(!why.message.empty());
  require(printable(why.message, why.message.size() * 4) == why.message);
}

void require_number(const Metric& metric, double value) {
  require(std::isfinite(value));
  require(metric.unit != Unit::ratio || (value >= 0 && value <= 1));
  require(metric.unit != Unit::celsius || value <= 1000);
  require(metric.kind == MetricKind::gauge || value >= 0);
}

void table(std::string_view bytes) {
  const auto readings = amdgpu::parse_gpu_metrics(bytes);
  if (!readings) {
    require_words(readings.error());
    return;
  }
  for (const auto& entry : *readings) {
    require(entry.field != nullptr && entry.field->metric != nullptr);
    if (const auto* why = std::get_if<Error>(&entry.reading)) {
      require_words(*why);
    } else {
      require_number(*entry.field->metric, as_double(entry.reading));
    }
  }
}

void texts(std::string_view text) {
  if (const auto counts = amdgpu::parse_ras(text); !counts) {
    require_words(counts.error());
  } else {
    for (const auto count : {counts->uncorrectable, counts->correctable, counts->deferred}) {
      require(count.value_or(0) >= 0);
    }
  }
  if (const auto pages = amdgpu::parse_bad_pages(text); !pages) {
    require_words(pages.error());
  }
  static_cast<void>(amdgpu::is_card(text));
  static_cast<void>(amdgpu::is_identity(text));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {  // NOLINT
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  table(bytes);
  texts(bytes);
  return 0;
}
