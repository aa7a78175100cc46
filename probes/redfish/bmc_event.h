#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "schemas/event.h"
#include "schemas/json/json_value.h"

/// What a BMC tells of something that happened, in a log or over a stream. Pure.
namespace rackproof::redfish {

struct BmcEvent {
  std::string code;  ///< Machine word of the message's identifier or the entry's type.
  Severity severity = Severity::info;
  std::string text;      ///< Printable: "[its own time] message".
  std::string origin;    ///< Address of the part it is about; "" where none is told.
  std::string entry;     ///< Address of its log entry; "" where none is told.
  std::string event_id;  ///< As written, as are the next two.
  std::string message_id;
  std::string message;
  std::string stamp;  ///< The BMC's time, in UTC where it is one; "" where none is told.

  bool operator==(const BmcEvent&) const = default;
};

/// A LogEntry.
BmcEvent event_of_entry(const JsonValue& entry);

/// How many records an Event holds; 0 for any other document, such as a MetricReport.
std::size_t count_of_records(const JsonValue& document);

/// The records of an Event, of more than `most` the first.
std::vector<BmcEvent> events_of_message(const JsonValue& document, std::size_t most);

/// Whether a log and a stream tell of one event: the same entry at the same time, or the same
/// message of the same part, where both name one, at the same time. Without a time only the entry's
/// address counts.
bool is_same_event(const BmcEvent& one, const BmcEvent& other);

/// "ResourceErrorsDetected" and "Resource errors: detected" as "resource_errors_detected"; at most
/// 80 characters of a-z, 0-9 and '_'; "" where nothing is left.
std::string machine_word(std::string_view words);

}  // namespace rackproof::redfish
