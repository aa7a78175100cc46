#pragma once

#include <cstddef>
#include <functional>
#include <iosfwd>
#include <memory>

#include "probes/vendor/vendor_reply.h"
#include "schemas/result.h"

/// The child's end: a vendor's library is called in this process and in no other, so that a call
/// that never comes back takes nobody along but this process, which its parent ends.
namespace rackproof::vendor {

/// A library between its initialisation and its end.
class LibrarySession {
 public:
  virtual ~LibrarySession() = default;
  LibrarySession() = default;
  LibrarySession(const LibrarySession&) = delete;
  LibrarySession& operator=(const LibrarySession&) = delete;
  LibrarySession(LibrarySession&&) = delete;
  LibrarySession& operator=(LibrarySession&&) = delete;

  /// Called first in each pass. An Error is that of the whole pass, and the session's end.
  virtual Result<SystemReply> system() = 0;
  /// How many GPUs there are, after system().
  [[nodiscard]] virtual std::size_t count() const = 0;
  virtual DeviceReply device(std::size_t index) = 0;
  /// Called last, with what was heard since the last pass.
  virtual EndReply end() = 0;
};

using SessionOpener = std::function<Result<std::unique_ptr<LibrarySession>>()>;

/// Reads requests from `in`, a line each (vendor_request.h), and answers each one on `out`: a line
/// for the system, a line for each GPU as soon as it is read, a line at the end. Returns at the end
/// of `in`. What cannot be opened or initialised is answered with the reason and tried again at the
/// next request.
void run_library_child(const SessionOpener& open, std::istream& in, std::ostream& out);

}  // namespace rackproof::vendor
