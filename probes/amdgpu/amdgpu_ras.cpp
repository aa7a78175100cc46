#include "probes/amdgpu/amdgpu_ras.h"

#include <utility>

#include "schemas/catalogue.h"

namespace rackproof::amdgpu {
namespace {

constexpr std::string_view kSuffix = "_err_count";
constexpr std::size_t kPagesLimit = std::size_t{16} << 20;  // a line is under 40 bytes

constexpr std::array kMemoryMetrics{
    metrics::named("hbm_ecc_uncorrectable_total"),
    metrics::named("hbm_ecc_correctable_total"),
    metrics::named("hbm_ecc_deferred_total"),
};

constexpr std::array kBlockMetrics{
    metrics::named("amdgpu_ras_uncorrectable_total"),
    metrics::named("amdgpu_ras_correctable_total"),
    metrics::named("amdgpu_ras_deferred_total"),
};

constexpr std::array kPageMetrics{
    metrics::named("hbm_pages_retired_count"),
    metrics::named("hbm_pages_pending_count"),
    metrics::named("hbm_pages_failed_count"),
};

/// An error of a parser does not know the file.
template <typename T>
Result<T> named(Result<T> parsed, const std::string& path) {
  return parsed ? std::move(parsed) : Result<T>(parsed.error().during(path));
}

Result<RasCounts> ask(const Host& host, bool asleep, const std::string& path) {
  if (asleep) {
    return Error{
        ErrorKind::unsupported,
        path + ": the accelerator is runtime-suspended, and counts asked for now are none"};
  }
  const auto text = host.files.read_text(path);
  if (!text) {
    return text.error();
  }
  return named(parse_ras(*text), path);
}

Error artefact(const std::string& path, std::int64_t before, std::int64_t now) {
  return {ErrorKind::out_of_range, path + ": from " + std::to_string(before) + " to " +
                                       std::to_string(now) +
                                       ", which is what a sleeping accelerator adds"};
}

}  // namespace

void RasReader::discover(const Host& host, Parts& parts, const std::string& directory) {
  blocks_.clear();
  pages_.clear();
  runtime_status_ = directory + "/power/runtime_status";
  memory_ = parts.at(kMemory);
  const auto ras = directory + "/ras";
  const auto files = host.files.list(ras);
  if (!files) {
    parts.survey().note(ras, files.error(), "only server parts count errors, with RAS enabled");
    return;
  }
  for (const auto& file : *files) {
    if (file.ends_with(kSuffix)) {
      add_block(parts, path_to(ras, file),
                std::string_view(file).substr(0, file.size() - kSuffix.size()));
    }
  }
  if (host.files.exists(ras + "/gpu_vram_bad_pages")) {
    pages_ = ras + "/gpu_vram_bad_pages";
  }
  Samples first;
  read(host, first);
  std::string noted;
  for (const auto& sample : first) {
    const auto* why = std::get_if<Error>(&sample.reading);
    if (why != nullptr && why->message != noted) {
      noted = why->message;  // the counters of one file share its reason
      parts.survey().note(noted.substr(0, noted.find(": ")), *why, remedy_for(why->kind));
    }
  }
}

void RasReader::add_block(Parts& parts, const std::string& path, std::string_view name) {
  const bool memory = name == "umc";  // unified memory controller
  Block block;
  block.path = path;
  block.device = memory ? memory_ : parts.at(DeviceKind::sensor, "/ras:" + std::string(name));
  const auto& rows = memory ? kMemoryMetrics : kBlockMetrics;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    block.counters.at(i).metric = rows.at(i);
    block.counters.at(i).seen = i < 2;  // every kernel gives ue and ce, not every one de
  }
  blocks_.push_back(std::move(block));
}

void RasReader::read(const Host& host, Samples& samples) {
  const auto status = host.files.read_text(runtime_status_);
  const bool asleep = status && status->starts_with("suspend");  // suspended, suspending
  for (auto& block : blocks_) {
    read_block(host, asleep, block, samples);
  }
  if (!pages_.empty()) {
    read_pages(host, samples);
  }
}

Reading RasReader::take(Counter& counter, std::optional<std::int64_t> value,
                        const std::string& path) {
  if (!value) {
    return Error{ErrorKind::absent, path + ": no such line"};
  }
  if (counter.last && is_sleeping_growth(*counter.last, *value)) {
    return artefact(path, *counter.last, *value);
  }
  counter.last = *value;
  return *value;
}

void RasReader::read_block(const Host& host, bool asleep, Block& block, Samples& samples) {
  const auto now = host.clock.now();
  const auto counts = ask(host, asleep, block.path);
  const auto given = counts
                         ? std::array{counts->uncorrectable, counts->correctable, counts->deferred}
                         : std::array<std::optional<std::int64_t>, 3>{};
  for (std::size_t i = 0; i < given.size(); ++i) {
    auto& counter = block.counters.at(i);
    counter.seen = counter.seen || given.at(i).has_value();
    if (counter.seen) {
      samples.push_back({block.device, counter.metric, now,
                         counts ? take(counter, given.at(i), block.path) : counts.error()});
    }
  }
}

void RasReader::read_pages(const Host& host, Samples& samples) const {
  const auto now = host.clock.now();
  const auto text = host.files.read_text(pages_, kPagesLimit);
  const auto parsed = text ? named(parse_bad_pages(*text), pages_) : Result<BadPages>(text.error());
  const auto pages = parsed ? *parsed : BadPages{};
  const std::array counts{pages.retired, pages.pending, pages.failed};
  for (std::size_t i = 0; i < counts.size(); ++i) {
    samples.push_back({memory_, kPageMetrics.at(i), now,
                       parsed ? Reading(counts.at(i)) : Reading(parsed.error())});
  }
}

}  // namespace rackproof::amdgpu
