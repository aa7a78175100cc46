#include "probes/machine/open_file_limit.h"

#include <sys/resource.h>

namespace rackproof {

std::size_t open_file_limit() {
  constexpr std::size_t kLeast = 20;  // _POSIX_OPEN_MAX
  rlimit limit{};
  return ::getrlimit(RLIMIT_NOFILE, &limit) == 0 ? static_cast<std::size_t>(limit.rlim_cur)
                                                 : kLeast;
}

std::size_t raise_open_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < limit.rlim_max) {
    limit.rlim_cur = limit.rlim_max;
    static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));  // what holds is asked for below
  }
  return open_file_limit();
}

}  // namespace rackproof
