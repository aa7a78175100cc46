#pragma once

// RACKPROOF_SANITIZED is 1 where the allocator is that of a sanitizer, AddressSanitizer or
// ThreadSanitizer: g++ says so by a definition, clang++ when it is asked.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define RACKPROOF_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define RACKPROOF_SANITIZED 1
#endif
#endif
#ifndef RACKPROOF_SANITIZED
#define RACKPROOF_SANITIZED 0
#endif
