#include "schemas/json/member_writer.h"

#include "schemas/text.h"

namespace rackproof {

void MemberWriter::field(std::string_view name, double value) {
  object_.add(name, format_double(value));
}

void MemberWriter::field(std::string_view name, const std::optional<double>& value) {
  object_.add(name, value ? json_of(format_double(*value)) : JsonValue());
}

void MemberWriter::field(std::string_view name, const TextMap& value) {
  JsonObject map;
  for (const auto& [key, text] : value) {
    map.add(key, text);
  }
  object_.add(name, map.take());
}

}  // namespace rackproof
