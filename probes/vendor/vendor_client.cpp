#include "probes/vendor/vendor_client.h"

#include <algorithm>
#include <utility>

#include "probes/machine/child.h"

namespace rackproof::vendor {
namespace {

/// For what a child that takes no request says of why.
constexpr auto kLastWords = std::chrono::seconds(5);

std::string seconds_of(std::chrono::nanoseconds time) {
  return std::to_string(std::chrono::ceil<std::chrono::seconds>(time).count()) + " s";
}

/// The first GPU, in the order in which they are read, that this pass did not hear of.
int first_silent(const PassReply& reply, const Request& request) {
  int index = 0;
  const auto is_done = [&](int candidate) {
    return std::ranges::find(request.without, candidate) != request.without.end() ||
           std::ranges::find(reply.devices, candidate, &DeviceReply::index) != reply.devices.end();
  };
  while (is_done(index)) {
    ++index;
  }
  return index;
}

}  // namespace

Result<void> Client::start() {
  if (child_) {
    return {};
  }
  const auto now = clock_.monotonic();
  if (last_end_ && now < not_before_) {
    return Error{last_end_->kind, last_end_->message + "; " + source_.called +
                                      " is asked again in " + seconds_of(not_before_ - now)};
  }
  ChildCommand command;
  auto program = source_.program.empty() ? own_executable() : Result<std::string>(source_.program);
  if (!program) {
    return std::move(program).error();
  }
  command.argv = {*program, "probe-child", source_.child};
  if (!source_.library.empty()) {
    command.argv.insert(command.argv.end(), {"--library", source_.library});
  }
  command.environment = source_.environment;
  command.output_limit = std::size_t{8} << 20;
  command.takes_input = true;
  command.outlives_thread = true;  // one thread discovers, another reads
  auto child = ChildLines::start(command);
  if (!child) {
    return std::move(child).error();
  }
  child_.emplace(std::move(child).value());
  return {};
}

/// Forgets what was left alone for long enough.
Request Client::next_request() {
  Request request{++passes_, {}};
  const auto now = clock_.monotonic();
  std::erase_if(suspects_, [now](const auto& entry) { return now >= entry.second.until; });
  for (const auto& [index, suspect] : suspects_) {
    request.without.push_back(index);
  }
  return request;
}

PassReply Client::pass(std::chrono::milliseconds patience) {
  PassReply reply;
  const auto started = start();
  if (!started) {
    reply.why = started.error();
    return reply;
  }
  const auto request = next_request();
  for (const auto& [index, suspect] : suspects_) {
    reply.left_alone.emplace(index, suspect.why);
  }
  const auto said = child_->say(write_request(request));
  const bool whole =
      gather(reply, said ? patience : std::min<std::chrono::milliseconds>(patience, kLastWords));
  if (said && whole) {
    pause_ = {};
    return reply;
  }
  if (!said && !reply.why) {
    reply.why = said.error();
  }
  give_up(reply, request, patience);
  return reply;
}

bool Client::gather(PassReply& reply, std::chrono::milliseconds patience) {
  const auto until = clock_.monotonic() + patience;
  while (true) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - clock_.monotonic());
    auto lines = child_->take(std::max(left, std::chrono::milliseconds(0)));
    if (!lines) {
      reply.why = lines.error().during("the child that calls " + source_.called);
      return false;
    }
    if (lines->empty()) {
      return false;
    }
    if (take_in_all(*lines, reply)) {
      return true;
    }
  }
}

/// True at the end of the pass; what stands behind it is of no pass.
bool Client::take_in_all(const std::vector<std::string>& lines, PassReply& reply) const {
  return std::ranges::any_of(lines, [&](const std::string& line) { return take_in(line, reply); });
}

/// True at the end of the pass.
bool Client::take_in(const std::string& line, PassReply& reply) const {
  auto parsed = parse_reply(line);
  if (!parsed) {
    reply.why = parsed.error();
    return false;
  }
  if (parsed->pass != passes_) {
    return false;  // late, of a pass that was given up
  }
  if (auto* system = std::get_if<SystemReply>(&parsed->said)) {
    reply.system = std::move(*system);
  } else if (auto* device = std::get_if<DeviceReply>(&parsed->said)) {
    reply.devices.push_back(std::move(*device));
  } else if (auto* end = std::get_if<EndReply>(&parsed->said)) {
    reply.heard = std::move(end->heard);
    return true;
  } else {
    reply.why = std::get<Error>(parsed->said);
    return true;  // and the child goes on: it tries again at the next request
  }
  return false;
}

/// Ends the child. Where it had begun to read GPUs, the next one leaves out the one that it was at.
void Client::give_up(PassReply& reply, const Request& request, std::chrono::milliseconds patience) {
  child_.reset();
  const auto now = clock_.monotonic();
  if (!reply.why) {
    reply.why = Error{ErrorKind::timed_out, source_.called + " did not come back within " +
                                                seconds_of(patience) + "; its process was ended"};
  }
  const int index = first_silent(reply, request);
  if (reply.system && index < reply.system->devices) {
    const Error why{ErrorKind::timed_out,
                    reply.why->message + "; this GPU is left alone for " + seconds_of(kLeftAlone)};
    suspects_[index] = Suspect{why, now + kLeftAlone};
    reply.left_alone[index] = why;
    last_end_.reset();  // without it there is no reason to wait
    return;
  }
  const std::chrono::nanoseconds longest = kLongestPause;
  const std::chrono::nanoseconds first = kFirstPause;
  pause_ = std::clamp(pause_ * 2, first, longest);
  not_before_ = now + pause_;
  last_end_ = reply.why;
}

}  // namespace rackproof::vendor
