#include "probes/sinks/compat_render.h"

#include <algorithm>
#include <unordered_map>

#include "schemas/text.h"

namespace rackproof {
namespace {

constexpr std::string_view kTotal = "_total";

using Slices = std::unordered_map<const Metric*, const SeriesSnapshot::Slice*>;

double number_in(const LastReading& last) {
  const auto* count = std::get_if<std::int64_t>(&last.value);
  return count != nullptr ? static_cast<double>(*count) : std::get<double>(last.value);
}

/// In OpenMetrics a counter's name ends in _total, and a gauge's must not look like an info.
SeriesType type_of(const CompatRow& row) {
  const bool odd = (row.type == SeriesType::counter && !row.theirs.ends_with(kTotal)) ||
                   (row.type != SeriesType::counter && row.theirs.ends_with("_info"));
  return odd ? SeriesType::unknown : row.type;
}

std::string help_of(const CompatRow& row) {
  const auto ours = row.ours == nullptr ? "rackproof_device_info" : exposition_name(*row.ours).name;
  return "For dashboards made for another exporter; see " + ours + ".";
}

const std::string* labels_for(const ExposedDevice& device, const CompatRow& row) {
  if (device.kind != row.kind) {
    return nullptr;
  }
  const auto found = std::ranges::find(device.compat, row.key, &CompatLabels::key);
  return found == device.compat.end() ? nullptr : &found->text;
}

class CompatWriter {
 public:
  CompatWriter(ExpositionText& text, const ExpositionPicture& picture,
               const ExpositionManner& manner)
      : text_(text), picture_(picture), manner_(manner) {
    for (const auto& slice : picture.series.families) {
      slices_.emplace(slice.family->metric, &slice);
    }
  }

  void row(const CompatRow& row);

 private:
  void facts(const CompatRow& row);
  void reading(const CompatRow& row, const LastReading& last);
  void states(const CompatRow& row, const std::string& labels, double number);
  template <typename Number>
  void line(const CompatRow& row, std::string_view labels, std::string_view more, Number number);

  ExpositionText& text_;
  const ExpositionPicture& picture_;
  const ExpositionManner& manner_;
  Slices slices_;
  std::string_view begun_;  ///< The family whose head was written last.
};

/// The head comes with the first line, and once for all rows of a name.
template <typename Number>
void CompatWriter::line(const CompatRow& row, std::string_view labels, std::string_view more,
                        Number number) {
  if (begun_ != row.theirs) {
    begun_ = row.theirs;
    text_.family(row.theirs, type_of(row), "", help_of(row));
  }
  text_.line(row.theirs, {labels, more, manner_.labels}, number);
}

void CompatWriter::facts(const CompatRow& row) {
  for (const auto* device : picture_.devices) {
    if (const auto* labels = labels_for(*device, row)) {
      line(row, *labels, "", std::int64_t{1});
    }
  }
}

void CompatWriter::states(const CompatRow& row, const std::string& labels, double number) {
  for (const auto state : split(row.states, ';')) {
    const auto equals = state.find('=');
    const auto code = parse_double(state.substr(equals + 1));
    const bool holds = code && *code == number;
    if (holds || row.each_state) {
      line(row, labels, label_text(row.state_label, state.substr(0, equals)),
           std::int64_t{holds ? 1 : 0});
    }
  }
}

void CompatWriter::reading(const CompatRow& row, const LastReading& last) {
  if (last.device >= picture_.devices.size() || !holds_value(last, manner_.stale, picture_.now)) {
    return;
  }
  const auto* labels = labels_for(*picture_.devices[last.device], row);
  if (labels == nullptr) {
    return;
  }
  const auto* count = std::get_if<std::int64_t>(&last.value);
  if (!row.states.empty()) {
    states(row, *labels, number_in(last));
  } else if (count != nullptr && row.factor == 1) {
    line(row, *labels, "", *count);
  } else {
    line(row, *labels, "", number_in(last) * row.factor);
  }
}

void CompatWriter::row(const CompatRow& row) {
  if (row.ours == nullptr) {
    facts(row);
    return;
  }
  const auto slice = slices_.find(row.ours);
  if (slice == slices_.end()) {
    return;
  }
  const auto first = slice->second->first;
  for (std::size_t i = first; i < first + slice->second->count; ++i) {
    reading(row, picture_.series.readings[i]);
  }
}

}  // namespace

void render_compat(ExpositionText& text, const ExpositionPicture& picture,
                   const ExpositionManner& manner) {
  CompatWriter writer(text, picture, manner);
  for (const auto* row : manner.compat.rows()) {
    writer.row(*row);
  }
}

}  // namespace rackproof
