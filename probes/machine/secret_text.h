#pragma once

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "schemas/result.h"

namespace rackproof {

/// A passphrase or PIN: at most kLimit bytes that never move and are wiped when this goes.
class SecretText {
 public:
  static constexpr std::size_t kLimit = 1024;

  SecretText();
  /// The first kLimit bytes of `text`; the caller wipes that.
  explicit SecretText(std::string_view text);
  ~SecretText();
  SecretText(SecretText&&) noexcept = default;
  SecretText& operator=(SecretText&& other) noexcept;
  SecretText(const SecretText&) = delete;
  SecretText& operator=(const SecretText&) = delete;

  /// "" of one that was moved from.
  [[nodiscard]] std::string_view view() const;
  /// False when it is full.
  bool append(char letter);
  void remove_last();
  void clear();

 private:
  struct Bytes {
    std::array<char, kLimit> text{};
    std::size_t length = 0;
  };
  void wipe();

  std::unique_ptr<Bytes> bytes_;
};

/// The first line that `descriptor` gives, without its end; nothing behind it is read. The
/// descriptor stays open. Error{malformed} for an empty or too long line, else what read(2) says.
Result<SecretText> read_secret_line(int descriptor);

/// A line typed at `terminal`, which is asked by `prompt` and shows nothing of it; it is then as it
/// was before. Error{denied} on ^C and at the end of the input.
Result<SecretText> ask_secret_at(int terminal, std::string_view prompt);

/// From `descriptor` where one is given, else typed at the terminal of this process (/dev/tty);
/// Error{denied} where it has none.
Result<SecretText> secret_from(const std::optional<int>& descriptor, const std::string& prompt);

/// The first line of a file that is a secret of the user who runs this (read_secret_file).
Result<SecretText> secret_line_of_file(const std::string& path);

}  // namespace rackproof
