#include "reports/conditions.h"

#include <cstddef>

#include "certsuite/criteria/uncertainty.h"
#include "reports/figures.h"
#include "schemas/enum_names.h"
#include "schemas/text.h"

namespace rackproof::conditions {
namespace {

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) {
    text += (text.empty() ? "" : "; ") + part;
  }
  return text;
}

SegmentLine line_of(const Segment& segment, const Segment* before) {
  SegmentLine line;
  line.stretch =
      figures::moment(segment.started) + ", " + format_duration(segment.finished - segment.started);
  line.ended = segment.ended_by.empty() ? "the end of the run" : segment.ended_by;
  if (before == nullptr) {
    line.boot = segment.boot_id;
    return line;
  }
  line.gap = format_duration(segment.started - before->finished);
  line.boot = segment.boot_id == before->boot_id ? "the same boot" : "another boot";
  line.changes = segment.changes.empty() ? "none" : joined(segment.changes);
  return line;
}

}  // namespace

std::vector<SegmentLine> segment_lines(const RunRecord& record) {
  std::vector<SegmentLine> lines;
  for (std::size_t i = 0; i < record.segments.size(); ++i) {
    lines.push_back(line_of(record.segments[i], i == 0 ? nullptr : &record.segments[i - 1]));
  }
  return lines;
}

std::string calibration_state(const Instrument& instrument, UtcTime started) {
  auto wrong = criteria::out_of_calibration(instrument, started);
  if (!wrong.empty()) {
    return wrong;
  }
  if (!instrument.due.empty()) {
    return "calibrated until " + instrument.due;
  }
  return instrument.calibrated.empty() ? "not calibrated" : "calibrated " + instrument.calibrated;
}

std::string uncertainty_given(const Instrument& instrument) {
  if (!instrument.expanded_uncertainty) {
    return "";
  }
  return "U = " + format_double(*instrument.expanded_uncertainty) + " " +
         std::string(to_string(instrument.uncertainty_unit)) + " (k = 2) of " + instrument.metric +
         " on " + (instrument.device.empty() ? "every device" : instrument.device);
}

std::vector<std::string> attested(const RunRecord& record) {
  std::vector<std::string> sentences;
  for (const auto& each : record.attestations) {
    sentences.push_back(std::string(word_of(kAttestationKinds, each.kind)) + " of " +
                        figures::device_name(each.device) + ": " + each.member +
                        (each.nonce.empty() ? ", without a nonce: it may be of another day" : "") +
                        (each.note.empty() ? "" : ", " + each.note));
  }
  if (sentences.empty()) {
    sentences.emplace_back("identity: self-reported");
  }
  return sentences;
}

std::string taken_by(const Disturbance& disturbance) {
  return disturbance.touches == Touches::rates ? "how fast the phase was"
                                               : "everything said of the phase";
}

}  // namespace rackproof::conditions
