#include "probes/redfish/event_stream.h"

#include <utility>

namespace rackproof::redfish {

std::vector<StreamFrame> EventStreamParser::feed(std::string_view bytes) {
  std::vector<StreamFrame> frames;
  while (!bytes.empty()) {
    if (std::exchange(after_cr_, false) && bytes.front() == '\n') {
      bytes.remove_prefix(1);
      continue;
    }
    const auto end = bytes.find_first_of("\r\n");
    extend_line(bytes.substr(0, end));
    if (end == std::string_view::npos) {
      break;
    }
    after_cr_ = bytes[end] == '\r';
    end_line(frames);
    bytes.remove_prefix(end + 1);
  }
  return frames;
}

void EventStreamParser::extend_line(std::string_view bytes) {
  line_has_text_ = line_has_text_ || !bytes.empty();
  if (bytes.size() > kLongestLine - line_.size()) {
    too_long_ = true;
    line_.clear();
  } else if (!too_long_) {
    line_.append(bytes);
  }
}

void EventStreamParser::end_line(std::vector<StreamFrame>& frames) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  const auto line = std::exchange(line_, {});
  std::string_view text = line;
  if (std::exchange(at_start_, false) && text.starts_with(kByteOrderMark)) {
    text.remove_prefix(kByteOrderMark.size());
  }
  if (!std::exchange(line_has_text_, false)) {
    end_frame(frames);
    return;
  }
  const auto colon = text.find(':');
  if (colon == 0 || text.empty()) {
    return;  // a comment; or what is left of a line too long
  }
  auto value = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
  if (value.starts_with(' ')) {
    value.remove_prefix(1);
  }
  take_field(text.substr(0, colon), value);
}

void EventStreamParser::take_field(std::string_view name, std::string_view value) {
  if (name == "id" && value.find('\0') == std::string_view::npos) {
    id_ = value.size() <= kLongestId ? std::string(value) : std::string();
    return;
  }
  if (name != "data" || too_long_) {
    return;
  }
  const std::size_t joint = any_data_ ? 1 : 0;
  if (value.size() + joint > kLongestFrame - data_.size()) {
    too_long_ = true;
    data_.clear();
    return;
  }
  data_.append(joint, '\n');
  data_.append(value);
  any_data_ = true;
}

void EventStreamParser::end_frame(std::vector<StreamFrame>& frames) {
  auto data = std::exchange(data_, {});
  const bool any = std::exchange(any_data_, false);
  if (std::exchange(too_long_, false)) {
    ++left_out_;
  } else if (any) {
    frames.push_back({id_, std::move(data)});
  }
}

}  // namespace rackproof::redfish
