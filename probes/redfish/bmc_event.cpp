#include "probes/redfish/bmc_event.h"

#include <algorithm>
#include <utility>

#include "probes/redfish/redfish_members.h"
#include "probes/redfish/redfish_time.h"
#include "probes/redfish/redfish_uri.h"
#include "schemas/encoding.h"
#include "schemas/text.h"

namespace rackproof::redfish {
namespace {

constexpr std::size_t kLongestCode = 80;
constexpr std::size_t kLongestText = 1000;

bool is_lower(char character) {
  return character >= 'a' && character <= 'z';
}

bool is_upper(char character) {
  return character >= 'A' && character <= 'Z';
}

bool is_digit(char character) {
  return character >= '0' && character <= '9';
}

/// Whether a new word begins at `i`: "aB", or the last capital of "ABc".
bool begins_word(std::string_view words, std::size_t i) {
  if (i == 0 || !is_upper(words[i])) {
    return false;
  }
  const bool before_lower = i + 1 < words.size() && is_lower(words[i + 1]);
  return is_lower(words[i - 1]) || (is_upper(words[i - 1]) && before_lower);
}

/// "ResourceEvent ResourceErrorsDetected" of "ResourceEvent.1.0.ResourceErrorsDetected": the same
/// message keeps its word when its registry gets a new version.
std::string without_version(std::string_view message_id) {
  std::string kept;
  for (const auto piece : split(message_id, '.')) {
    if (!std::ranges::all_of(piece, is_digit)) {
      kept += (kept.empty() ? "" : " ") + std::string(piece);
    }
  }
  return kept;
}

std::string code_of(const JsonValue& document, const std::string& message_id) {
  const auto type = first_text(document, {"EntryType", "EventType"});
  for (const auto& words :
       {without_version(message_id), type + " " + text_at(document, "SensorType")}) {
    auto word = machine_word(words);
    if (!word.empty()) {
      return word;
    }
  }
  return "log_entry";
}

/// A word that we do not know is more likely trouble than none.
Severity severity_of(std::string_view word) {
  if (word.empty() || word == "ok" || word == "informational") {
    return Severity::info;
  }
  return word == "critical" ? Severity::critical : Severity::warning;
}

std::string address_of(const std::string& link) {
  auto uri = local_uri(link);
  return uri ? *std::move(uri) : std::string();
}

std::string stamp_of(const std::string& written) {
  const auto time = parse_offset_time(written);
  return time ? format_utc(*time) : written;
}

/// What log entries and records of a stream have in common.
BmcEvent event_of(const JsonValue& document, const std::string& written_time) {
  const auto severity = first_text(document, {"MessageSeverity", "Severity"});
  const auto word = lower_case(severity);
  BmcEvent event;
  event.event_id = text_at(document, "EventId");
  event.message_id = text_at(document, "MessageId");
  event.message = text_at(document, "Message");
  event.stamp = stamp_of(written_time);
  event.code = code_of(document, event.message_id);
  event.severity = severity_of(word);
  event.origin = address_of(
      first_text(document, {"Links/OriginOfCondition/@odata.id", "OriginOfCondition/@odata.id",
                            "Links/OriginOfCondition", "OriginOfCondition"}));
  auto text = written_time.empty() ? std::string() : "[" + written_time + "] ";
  text += event.message.empty() ? first_text(document, {"MessageId", "EntryCode", "Name", "Id"})
                                : event.message;
  if (event.severity == Severity::warning && word != "warning") {
    text += " [severity '" + severity + "']";
  }
  event.text = printable(text, kLongestText);
  return event;
}

/// nullptr where it is no Event.
const JsonValue::Array* records_of(const JsonValue& document) {
  const auto* member = document.find("Events");
  return member == nullptr ? nullptr : member->if_array();
}

bool same_time(const BmcEvent& one, const BmcEvent& other) {
  return !one.stamp.empty() && one.stamp == other.stamp;
}

}  // namespace

std::string machine_word(std::string_view words) {
  std::string word;
  bool parted = false;
  for (std::size_t i = 0; i < words.size() && word.size() < kLongestCode; ++i) {
    const char character = words[i];
    if (!is_lower(character) && !is_upper(character) && !is_digit(character)) {
      parted = true;
      continue;
    }
    if ((std::exchange(parted, false) || begins_word(words, i)) && !word.empty()) {
      word += '_';
    }
    word += lower_case(words.substr(i, 1));
  }
  return word.substr(0, kLongestCode);
}

BmcEvent event_of_entry(const JsonValue& entry) {
  auto event = event_of(entry, first_text(entry, {"Created", "EventTimestamp"}));
  event.entry = address_of(text_at(entry, "@odata.id"));
  return event;
}

std::size_t count_of_records(const JsonValue& document) {
  const auto* records = records_of(document);
  return records == nullptr ? 0 : records->size();
}

std::vector<BmcEvent> events_of_message(const JsonValue& document, std::size_t most) {
  std::vector<BmcEvent> events;
  const auto* records = records_of(document);
  const auto count = records == nullptr ? 0 : std::min(records->size(), most);
  for (std::size_t i = 0; i < count; ++i) {
    const auto& record = (*records)[i];
    auto event = event_of(record, text_at(record, "EventTimestamp"));
    event.entry = address_of(text_at(record, "LogEntry/@odata.id"));
    events.push_back(std::move(event));
  }
  return events;
}

bool is_same_event(const BmcEvent& one, const BmcEvent& other) {
  if (!one.entry.empty() && !other.entry.empty()) {
    const bool untimed = one.stamp.empty() || other.stamp.empty();
    return one.entry == other.entry && (untimed || same_time(one, other));
  }
  const bool other_part =
      !one.origin.empty() && !other.origin.empty() && one.origin != other.origin;
  if (other_part || !same_time(one, other) || one.message_id != other.message_id) {
    return false;
  }
  const bool same_id = !one.event_id.empty() && one.event_id == other.event_id;
  const bool same_message = !one.message.empty() && one.message == other.message;
  return same_id || same_message;
}

}  // namespace rackproof::redfish
