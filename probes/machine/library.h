#pragma once

#include <string>

#include "schemas/result.h"

namespace rackproof {

/// A shared library opened at run time. Closed at destruction, so symbols must not outlive it.
class Library {
 public:
  /// dlopen(name, RTLD_NOW | RTLD_LOCAL); Error{absent} with dlerror's text when it is not there.
  static Result<Library> open(const std::string& name);

  ~Library();
  Library(Library&& other) noexcept;
  Library& operator=(Library&& other) noexcept;
  Library(const Library&) = delete;
  Library& operator=(const Library&) = delete;

  /// The symbol as a function or object pointer; Error{unsupported} when the library lacks it.
  template <typename Pointer>
  Result<Pointer> symbol(const char* name) const {
    auto address = raw_symbol(name);
    if (!address) {
      return std::move(address).error();
    }
    return reinterpret_cast<Pointer>(*address);
  }

 private:
  explicit Library(void* handle) : handle_(handle) {}
  Result<void*> raw_symbol(const char* name) const;

  void* handle_ = nullptr;
};

}  // namespace rackproof
