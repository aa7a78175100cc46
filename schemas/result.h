#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace rackproof {

/// Why something could not be had. The first eleven are also the reasons a Reading may carry; a
/// store and a report spell them exactly as to_string() does.
enum class ErrorKind {
  absent,          ///< Not on this host: news, not trouble.
  unsupported,     ///< There, but this driver, device or release of ours does not offer it.
  denied,          ///< Permission.
  malformed,       ///< Bytes that are not what their format says.
  timed_out,       ///< A deadline passed.
  io,              ///< The operating system failed the call.
  stale,           ///< Older than it may be.
  sentinel,        ///< A number that stands for "no number".
  out_of_range,    ///< Outside what the quantity can be.
  saturated,       ///< A counter stands at its stop.
  not_observable,  ///< This vendor does not show it on this path at all.
  untrusted,       ///< Signature, digest or signer refused. Never in a Reading.
};

[[nodiscard]] std::string_view to_string(ErrorKind kind);

/// A failure told from the inside out: each caller puts in front what it was doing.
struct Error {
  ErrorKind kind = ErrorKind::io;
  std::string message;

  /// "what: message". Returns a copy so that it chains on a temporary.
  [[nodiscard]] Error during(std::string_view what) const {
    return Error{kind, std::string(what) + ": " + message};
  }
  bool operator==(const Error&) const = default;
};

/// A value or the Error that stood in its way; shaped like std::expected. Reading value() of a
/// failed Result is a programming error and ends the program (std::get's exception is not caught).
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T given) : state_(std::move(given)) {}      // NOLINT(google-explicit-constructor)
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return state_.index() == 0; }
  [[nodiscard]] bool has_value() const { return state_.index() == 0; }

  T& value() & { return std::get<0>(state_); }
  const T& value() const& { return std::get<0>(state_); }
  T&& value() && { return std::get<0>(std::move(state_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  [[nodiscard]] const Error& error() const& { return std::get<1>(state_); }
  [[nodiscard]] Error&& error() && { return std::get<1>(std::move(state_)); }

 private:
  std::variant<T, Error> state_;
};

/// Done, or why not.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error)  // NOLINT(google-explicit-constructor)
      : failed_(true), error_(std::move(error)) {}

  explicit operator bool() const { return !failed_; }
  [[nodiscard]] bool has_value() const { return !failed_; }
  [[nodiscard]] const Error& error() const& { return error_; }
  [[nodiscard]] Error&& error() && { return std::move(error_); }

 private:
  bool failed_ = false;
  Error error_;
};

}  // namespace rackproof
