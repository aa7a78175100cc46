#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "probes/machine/child.h"
#include "probes/machine/child_process.h"
#include "schemas/result.h"

namespace rackproof {

/// A child that goes on running and prints lines now and then. It is killed, with all that it
/// started, when this object goes. It also ends with the thread that started it, unless the command
/// says that it outlives it. Of the command's bounds the deadline does not apply, and the output
/// limit is that of what waits here unread. One thread at a time.
class ChildLines {
 public:
  /// Error{absent} when there is no such program.
  static Result<ChildLines> start(const ChildCommand& command);

  /// Sends one line, without its newline, to the stdin of a child whose command takes input. Never
  /// waits: Error{io} when the child has ended or has left more unread than a socket holds.
  Result<void> say(std::string_view line) const;

  /// The complete lines that have come since the last call; waits for a first one at most
  /// `patience`. None within that time is no failure. Error{io} once the child has ended, with the
  /// end of what it said on stderr; Error{out_of_range} when it floods.
  Result<std::vector<std::string>> take(std::chrono::milliseconds patience);

 private:
  ChildLines(ChildProcess child, std::size_t limit) : child_(std::move(child)), limit_(limit) {}
  void drain();
  std::vector<std::string> complete_lines();

  ChildProcess child_;
  std::size_t limit_;
  std::string waiting_;
  std::string errors_;
  bool over_ = false;  ///< Its stdout is shut.
};

}  // namespace rackproof
