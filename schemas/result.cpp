#include "schemas/result.h"

namespace rackproof {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::absent:
      return "absent";
    case ErrorKind::unsupported:
      return "unsupported";
    case ErrorKind::denied:
      return "denied";
    case ErrorKind::malformed:
      return "malformed";
    case ErrorKind::timed_out:
      return "timed_out";
    case ErrorKind::io:
      return "io";
    case ErrorKind::stale:
      return "stale";
    case ErrorKind::sentinel:
      return "sentinel";
    case ErrorKind::out_of_range:
      return "out_of_range";
    case ErrorKind::saturated:
      return "saturated";
    case ErrorKind::not_observable:
      return "not_observable";
    case ErrorKind::untrusted:
      return "untrusted";
  }
  return "io";
}

}  // namespace rackproof
