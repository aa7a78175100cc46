#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace rackproof {

/// JSON written as text, piece by piece, for answers of a million numbers: a tree of values would
/// cost thirty times the text. What is put is the caller's affair; only text() and the numbers are
/// sure to be JSON.
class JsonText {
 public:
  /// Room for so many bytes at once; more is found where it is needed.
  explicit JsonText(std::size_t expected = 256) : bytes_(expected, '\0') {}

  /// As it is.
  JsonText& put(std::string_view piece) {
    std::memcpy(room(piece.size()), piece.data(), piece.size());
    size_ += piece.size();
    return *this;
  }
  JsonText& put(char c) {
    *room(1) = c;
    ++size_;
    return *this;
  }
  /// A string in quotes; what is no UTF-8, and NUL, as write_json() has it.
  JsonText& text(std::string_view text);
  /// "name":"text"
  JsonText& member(std::string_view name, std::string_view text_given) {
    return text(name).put(':').text(text_given);
  }
  JsonText& number(std::int64_t value);
  /// The shortest text that reads back as the same double, or one as short; finite.
  JsonText& number(double value);

  [[nodiscard]] char last() const { return size_ == 0 ? '\0' : bytes_[size_ - 1]; }
  [[nodiscard]] std::string take() {
    bytes_.resize(size_);
    size_ = 0;
    return std::move(bytes_);
  }

 private:
  char* room(std::size_t size) {
    if (bytes_.size() - size_ < size) {
      grow(size);
    }
    return bytes_.data() + size_;
  }
  void grow(std::size_t size);

  std::string bytes_;  ///< The first size_ of them are the text.
  std::size_t size_ = 0;
};

}  // namespace rackproof
