#include "probes/machine/library.h"

#include <string_view>
#include <utility>

#include <dlfcn.h>

namespace rackproof {
namespace {

/// dlerror() of this thread, or `otherwise` where it has nothing to say.
std::string last_words(std::string_view otherwise) {
  // glibc keeps dlerror's text per thread (dlerror(3), MT-Safe).
  // NOLINTNEXTLINE(concurrency-mt-unsafe)
  const char* text = ::dlerror();
  return text != nullptr ? std::string(text) : std::string(otherwise);
}

}  // namespace

Result<Library> Library::open(const std::string& name) {
  void* handle = ::dlopen(name.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (handle == nullptr) {
    return Error{ErrorKind::absent, last_words(name + ": cannot be opened")};
  }
  return Library(handle);
}

Library::~Library() {
  if (handle_ != nullptr) {
    ::dlclose(handle_);
  }
}

Library::Library(Library&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}

Library& Library::operator=(Library&& other) noexcept {
  std::swap(handle_, other.handle_);
  return *this;
}

Result<void*> Library::raw_symbol(const char* name) const {
  void* address = ::dlsym(handle_, name);
  if (address == nullptr) {
    return Error{ErrorKind::unsupported,
                 last_words(std::string(name) + ": symbol without address")};
  }
  return address;
}

}  // namespace rackproof
