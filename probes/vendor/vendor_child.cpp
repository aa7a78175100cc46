#include "probes/vendor/vendor_child.h"

#include <algorithm>
#include <istream>
#include <ostream>
#include <string>
#include <utility>

#include "probes/vendor/vendor_request.h"

namespace rackproof::vendor {
namespace {

class Child {
 public:
  Child(const SessionOpener& opener, std::ostream& out) : opener_(opener), out_(out) {}

  void answer(const Request& request) {
    const auto opened = open();
    if (!opened) {
      return say(request, opened.error());
    }
    auto system = session_->system();
    if (!system) {
      session_.reset();
      return say(request, system.error());
    }
    say(request, *std::move(system));
    for (std::size_t index = 0; index < session_->count(); ++index) {
      if (std::ranges::find(request.without, static_cast<int>(index)) == request.without.end()) {
        say(request, session_->device(index));
      }
    }
    say(request, session_->end());
  }

 private:
  Result<void> open() {
    if (session_) {
      return {};
    }
    auto opened = opener_();
    if (!opened) {
      return std::move(opened).error();
    }
    session_ = std::move(opened).value();
    return {};
  }

  void say(const Request& request, decltype(Reply::said) said) {
    out_ << write_reply({request.pass, std::move(said)}) << std::flush;
  }

  const SessionOpener& opener_;
  std::ostream& out_;
  std::unique_ptr<LibrarySession> session_;
};

}  // namespace

void run_library_child(const SessionOpener& open, std::istream& in, std::ostream& out) {
  Child child(open, out);
  std::string line;
  while (out.good() && std::getline(in, line)) {
    const auto request = parse_request(line);
    if (request) {
      child.answer(*request);
    }
  }
}

}  // namespace rackproof::vendor
