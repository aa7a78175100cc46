#include "probes/machine/child_lines.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "probes/machine/os_error.h"
#include "schemas/encoding.h"

namespace rackproof {
namespace {

constexpr std::size_t kErrorsKept = 512;  ///< Bytes of the end of stderr.

enum class Got { bytes, nothing_now, end };

Got read_some(const Descriptor& from, std::string& into) {
  std::array<char, 16384> piece{};
  ssize_t got = -1;
  do {
    got = ::read(from.get(), piece.data(), piece.size());
  } while (got < 0 && errno == EINTR);
  if (got <= 0) {
    return got < 0 && errno == EAGAIN ? Got::nothing_now : Got::end;
  }
  into.append(piece.data(), static_cast<std::size_t>(got));
  return Got::bytes;
}

}  // namespace

Result<ChildLines> ChildLines::start(const ChildCommand& command) {
  auto child = ChildProcess::start(command);
  if (!child) {
    return std::move(child).error();
  }
  return ChildLines(std::move(child).value(), command.output_limit);
}

Result<void> ChildLines::say(std::string_view line) const {
  const auto text = std::string(line) + "\n";
  ssize_t sent = -1;
  do {
    sent = ::send(child_.input().get(), text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0 && errno != EAGAIN) {
    return os_error("the child's stdin", errno);
  }
  if (sent != static_cast<ssize_t>(text.size())) {
    return Error{ErrorKind::io, "the child does not read its stdin"};
  }
  return {};
}

/// What is there now, up to the limit; the rest waits in the pipe and makes the child wait.
void ChildLines::drain() {
  while (!over_ && waiting_.size() <= limit_) {
    const auto got = read_some(child_.output(), waiting_);
    over_ = got == Got::end;
    if (got != Got::bytes) {
      break;
    }
  }
  constexpr int kPieces = 64;  // then let the lines be read
  for (int i = 0; i < kPieces && read_some(child_.errors(), errors_) == Got::bytes; ++i) {
    errors_.erase(0, errors_.size() - std::min(errors_.size(), kErrorsKept));
  }
}

std::vector<std::string> ChildLines::complete_lines() {
  std::vector<std::string> lines;
  std::size_t from = 0;
  for (auto end = waiting_.find('\n'); end != std::string::npos; end = waiting_.find('\n', from)) {
    lines.push_back(waiting_.substr(from, end - from));
    from = end + 1;
  }
  waiting_.erase(0, from);
  return lines;
}

Result<std::vector<std::string>> ChildLines::take(std::chrono::milliseconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  while (true) {
    drain();
    if (waiting_.size() > limit_) {
      child_.signal_group(SIGKILL);
      return Error{ErrorKind::out_of_range, "the child printed more than it may"};
    }
    auto lines = complete_lines();
    if (!lines.empty()) {
      return lines;
    }
    if (over_) {
      return Error{
          ErrorKind::io,
          "the child has ended" + (errors_.empty() ? std::string() : ": " + printable(errors_))};
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return lines;
    }
    pollfd watched{child_.output().get(), POLLIN, 0};
    constexpr std::int64_t kSlice =
        250;  // ms; stderr is emptied as often, or the child would hang on it
    ::poll(&watched, 1, static_cast<int>(std::min<std::int64_t>(left.count(), kSlice)));
  }
}

}  // namespace rackproof
