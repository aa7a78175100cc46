#pragma once

#include <memory>

/// Owners of what libcrypto hands out. Only reports/seal includes this header.
namespace rackproof::seal {

/// Calls `Free`, which may give something back that nobody wants.
template <auto Free>
struct CryptoFree {
  template <typename T>
  void operator()(T* object) const {
    static_cast<void>(Free(object));
  }
};

template <typename T, auto Free>
using CryptoHandle = std::unique_ptr<T, CryptoFree<Free>>;

}  // namespace rackproof::seal
