#include "schemas/json/strict_json.h"

#include <cstdint>
#include <exception>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "schemas/encoding.h"

namespace rackproof {
namespace {

/// An array or object that is still open.
struct Frame {
  bool is_object = false;
  JsonValue::Array items;
  JsonValue::Object members;
  std::set<std::string, std::less<>> names;  ///< Of `members`: a linear search could be made slow.
  std::string name;                          ///< Of the member whose value comes next.
};

/// Takes the parser's events, in the words that nlohmann's SAX interface wants. A `false` ends the
/// parse; then `failure` says why.
class Builder {
 public:
  explicit Builder(const JsonLimits& limits) : limits_(limits) {}

  // NOLINTBEGIN(readability-identifier-naming): names of nlohmann's interface
  using number_integer_t = std::int64_t;
  using number_unsigned_t = std::uint64_t;
  using number_float_t = double;
  using string_t = std::string;
  using binary_t = nlohmann::json::binary_t;
  // NOLINTEND(readability-identifier-naming)

  bool null() { return put(JsonValue()); }
  bool boolean(bool value) { return put(JsonValue(value)); }
  bool number_integer(number_integer_t value) {
    return value >= -kLargestExactInteger ? put(JsonValue(value))
                                          : long_integer(std::to_string(value));
  }
  bool number_unsigned(number_unsigned_t value) {
    return value <= std::uint64_t{kLargestExactInteger}
               ? put(JsonValue(static_cast<std::int64_t>(value)))
               : long_integer(std::to_string(value));
  }
  bool number_float(number_float_t value, const string_t& text) {
    const bool integer = text.find_first_of(".eE") == std::string::npos;  // too long for 64 bits
    return integer ? long_integer(text) : put(JsonValue(value));
  }
  bool string(string_t& text) {
    return text.find('\0') == std::string::npos ? put(JsonValue(std::move(text)))
                                                : refuse(path(), "a string holds a NUL");
  }
  bool binary(binary_t& /*bytes*/) { return refuse(path(), "binary value"); }

  bool start_object(std::size_t /*elements*/) { return open(true); }
  bool start_array(std::size_t /*elements*/) { return open(false); }
  bool key(string_t& name) {
    auto& frame = open_.back();
    frame.name = name;
    if (!frame.names.insert(std::move(name)).second) {
      return refuse(path(), "the name stands twice");
    }
    if (frame.name.find('\0') != std::string::npos) {
      return refuse(path(), "a name holds a NUL");
    }
    return true;
  }
  bool end_object() {
    JsonValue object(std::move(open_.back().members));
    open_.pop_back();
    return put(std::move(object));
  }
  bool end_array() {
    JsonValue array(std::move(open_.back().items));
    open_.pop_back();
    return put(std::move(array));
  }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::json::exception& /*why*/) {
    const auto where = "byte " + std::to_string(position);
    return refuse(where, token.empty() ? "not JSON" : "not JSON at '" + printable(token, 40) + "'");
  }

  Result<JsonValue> take() {
    if (failure_) {
      return *failure_;
    }
    return std::move(root_);
  }

 private:
  bool open(bool object) {
    if (open_.size() >= static_cast<std::size_t>(limits_.depth)) {
      return refuse("", "more than " + std::to_string(limits_.depth) + " levels",
                    ErrorKind::out_of_range);
    }
    open_.emplace_back().is_object = object;
    return true;
  }

  bool put(JsonValue value) {
    if (++values_ > limits_.values) {
      return refuse(path(), "more than " + std::to_string(limits_.values) + " values",
                    ErrorKind::out_of_range);
    }
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (open_.back().is_object) {
      open_.back().members.push_back({std::move(open_.back().name), std::move(value)});
    } else {
      open_.back().items.push_back(std::move(value));
    }
    return true;
  }

  bool long_integer(const std::string& digits) {
    if (limits_.long_integers_as_text) {
      return put(JsonValue(digits));
    }
    return refuse(path(), "an integer beyond 2^53 must be written as a string");
  }

  bool refuse(const std::string& where, const std::string& why,
              ErrorKind kind = ErrorKind::malformed) {
    failure_ = where.empty() ? Error{kind, why} : Error{kind, why}.during(where);
    return false;
  }

  [[nodiscard]] std::string path() const {
    std::string text;
    for (const auto& frame : open_) {
      if (frame.is_object) {
        text += (text.empty() ? "" : ".") + printable(frame.name, 40);
      } else {
        text += "[" + std::to_string(frame.items.size()) + "]";
      }
    }
    return text;
  }

  JsonLimits limits_;
  std::vector<Frame> open_;
  JsonValue root_;
  std::size_t values_ = 0;
  std::optional<Error> failure_;
};

Result<void> check_bytes(std::string_view bytes, const JsonLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return Error{ErrorKind::out_of_range, std::to_string(bytes.size()) +
                                              " bytes of JSON, at most " +
                                              std::to_string(limits.bytes) + " are read"};
  }
  if (bytes.starts_with("\xEF\xBB\xBF")) {
    return Error{ErrorKind::malformed, "JSON must not start with a byte order mark"};
  }
  if (bytes.find('\0') != std::string_view::npos) {
    return Error{ErrorKind::malformed, "a NUL byte"};  // nlohmann would take it for the end
  }
  if (!is_utf8(bytes)) {
    return Error{ErrorKind::malformed, "not UTF-8"};
  }
  return {};
}

}  // namespace

Result<JsonValue> parse_strict_json(std::string_view bytes, const JsonLimits& limits) {
  auto sound = check_bytes(bytes, limits);
  if (!sound) {
    return std::move(sound).error();
  }
  Builder builder(limits);
  try {
    nlohmann::json::sax_parse(bytes.begin(), bytes.end(), &builder);
  } catch (const std::exception& failure) {
    return Error{ErrorKind::malformed, std::string("not JSON: ") + failure.what()};
  }
  return builder.take();
}

}  // namespace rackproof
