#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

/// Streams of events as a service sends them (text/event-stream, HTML Living Standard 9.2). Pure.
namespace rackproof::redfish {

struct StreamFrame {
  std::string id;    ///< The last one told, as the standard has it; "" = none was.
  std::string data;  ///< The data lines with a newline between.

  bool operator==(const StreamFrame&) const = default;
};

/// Puts frames together from pieces torn anywhere. Lines end in LF, CR LF or CR; comments, names of
/// events and unknown fields are passed over; a frame without data is none. What is too long is
/// left out whole and counted, and the next frame is read as if nothing had been.
class EventStreamParser {
 public:
  static constexpr std::size_t kLongestFrame = std::size_t{1} << 20;  ///< Bytes of data.
  static constexpr std::size_t kLongestLine = kLongestFrame + 16;
  static constexpr std::size_t kLongestId = 1024;  ///< A longer one counts as none.

  /// The frames that `bytes` complete.
  std::vector<StreamFrame> feed(std::string_view bytes);
  /// Frames left out for their length, so far.
  [[nodiscard]] std::size_t left_out() const { return left_out_; }

 private:
  void end_line(std::vector<StreamFrame>& frames);
  void end_frame(std::vector<StreamFrame>& frames);
  void take_field(std::string_view name, std::string_view value);
  void extend_line(std::string_view bytes);

  std::string line_;
  std::string data_;
  std::string id_;
  bool any_data_ = false;
  bool too_long_ = false;       ///< This frame is left out.
  bool line_has_text_ = false;  ///< Even where it is too long to be kept.
  bool after_cr_ = false;       ///< An LF would belong to the line that has ended.
  bool at_start_ = true;        ///< No line has ended; a byte order mark may stand here.
  std::size_t left_out_ = 0;
};

}  // namespace rackproof::redfish
