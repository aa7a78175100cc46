#include "probes/kmsg/kmsg_parse.h"

#include <utility>

#include "schemas/device.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::kmsg {
namespace {

Error not_a_record(std::string_view bytes) {
  return Error{ErrorKind::malformed,
               "expected a kernel log record, got '" + printable(bytes) + "'"};
}

/// The dictionary line " KEY=value".
void take_key(std::string_view line, Record& record) {
  const auto equals = line.find('=');
  if (!line.starts_with(' ') || equals == std::string_view::npos) {
    return;
  }
  const auto key = line.substr(1, equals - 1);
  if (key == "SUBSYSTEM") {
    record.subsystem = printable(line.substr(equals + 1));
  } else if (key == "DEVICE") {
    record.device = printable(line.substr(equals + 1));
  }
}

}  // namespace

Result<Record> parse_record(std::string_view bytes) {
  const auto semicolon = bytes.find(';');
  if (semicolon == std::string_view::npos) {
    return not_a_record(bytes);
  }
  const auto fields = split(bytes.substr(0, semicolon), ',');
  if (fields.size() < 4) {
    return not_a_record(bytes);
  }
  const auto priority = parse_unsigned(fields[0]);
  const auto sequence = parse_unsigned(fields[1]);
  const auto microseconds = parse_unsigned(fields[2]);
  constexpr std::uint64_t kHighestPriority = 0x7FFFFFFF;
  if (!priority || !sequence || !microseconds || *priority > kHighestPriority) {
    return not_a_record(bytes);
  }
  Record record;
  record.level = static_cast<int>(*priority & 7U);
  record.facility = static_cast<int>(*priority >> 3U);
  record.sequence = *sequence;
  record.since_boot_us = *microseconds;
  const auto rest = lines(bytes.substr(semicolon + 1));
  for (std::size_t i = 1; i < rest.size(); ++i) {
    take_key(rest[i], record);
  }
  const auto text = rest.empty() ? std::string_view() : rest.front();
  record.text = is_utf8(text) ? std::string(text) : printable(text, text.size() * 4);
  return record;
}

Severity severity_of(int level) {
  if (level <= 2) {
    return Severity::critical;
  }
  if (level == 3) {
    return Severity::error;
  }
  return level == 4 ? Severity::warning : Severity::info;
}

std::string device_id_of(const Record& record) {
  constexpr std::string_view kPci = "+pci:";
  if (!record.device.starts_with(kPci)) {
    return std::string(kNodeId);
  }
  return "node/pci:" + record.device.substr(kPci.size());
}

}  // namespace rackproof::kmsg
